package io.wattledger.metering.energy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Divides a whole number into whole parts by weights, by the largest remainder: the parts add up to the whole. */
final class WholeParts {

    private WholeParts() {}

    /**
     * The parts, in the order of the weights; of equal remainders the earlier is served first.
     *
     * @param whole not negative; 0 where all weights are
     * @param weights none negative
     */
    static List<Long> of(long whole, List<Long> weights) {
        BigInteger sum = weights.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
        if (sum.signum() == 0) {
            if (whole != 0) {
                throw new IllegalArgumentException(whole + " cannot be divided among nobody");
            }
            return weights.stream().map(weight -> 0L).toList();
        }
        List<Long> parts = new ArrayList<>();
        List<BigInteger> remainders = new ArrayList<>();
        long left = whole;
        for (long weight : weights) {
            BigInteger[] part = BigInteger.valueOf(whole)
                    .multiply(BigInteger.valueOf(weight))
                    .divideAndRemainder(sum);
            parts.add(part[0].longValueExact());
            remainders.add(part[1]);
            left -= part[0].longValueExact();
        }
        List<Integer> order = IntStream.range(0, weights.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> remainders.get(i)).reversed())
                .toList();
        for (int i = 0; i < left; i++) {
            parts.set(order.get(i), parts.get(order.get(i)) + 1);
        }
        return parts;
    }

    /** {@code floor(whole × part / of)}, and {@code most} where it is more. */
    static long atMost(long most, long whole, long part, long of) {
        return BigInteger.valueOf(whole)
                .multiply(BigInteger.valueOf(part))
                .divide(BigInteger.valueOf(of))
                .min(BigInteger.valueOf(most))
                .longValueExact();
    }
}
