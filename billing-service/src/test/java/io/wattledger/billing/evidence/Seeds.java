package io.wattledger.billing.evidence;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/** Seeds of random months, for tests. */
final class Seeds {

    private Seeds() {}

    /**
     * So many of chance, the same in each run.
     *
     * @param of from which they are drawn
     * @param others that failed once
     */
    static List<Long> of(long of, int count, long... others) {
        return LongStream.concat(new Random(of).longs(count), LongStream.of(others))
                .boxed()
                .toList();
    }
}
