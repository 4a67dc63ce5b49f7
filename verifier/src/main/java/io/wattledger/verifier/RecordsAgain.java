package io.wattledger.verifier;

import io.wattledger.billing.account.Resold;
import io.wattledger.billing.evidence.BundleParts.RecordBasis;
import io.wattledger.contracts.Sha256;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.evidence.RatedAgain;
import io.wattledger.pricing.evidence.UnusableInput;
import io.wattledger.verifier.Report.Check;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rates records again from their slots, one after the other, and keeps of each its hash and where its way begins. */
final class RecordsAgain {

    private final RatedAgain again;
    private final Map<Hash, String> bases = new HashMap<>();
    private final Set<Hash> seen = new HashSet<>();
    private final List<Check> unequal = new ArrayList<>();
    private int equal;

    RecordsAgain(RatedAgain again) {
        this.again = again;
    }

    /** The 256 bits of a hash; a text of them takes three times the memory. */
    private record Hash(long first, long second, long third, long fourth) {

        static Hash of(byte[] content) {
            ByteBuffer bytes = ByteBuffer.wrap(Sha256.of(content));
            return new Hash(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
        }
    }

    /** Learns from which input the way of a record begins; of all records before the first is rated. */
    void add(RecordBasis basis) {
        String sha256 = basis.sha256();
        if (sha256 != null) {
            bases.put(
                    key(
                            basis.project(),
                            basis.site(),
                            basis.sku(),
                            basis.periodStart().toString(),
                            basis.revision()),
                    sha256);
        }
    }

    /** What is not equal, or cannot be told. */
    List<Check> unequal() {
        return List.copyOf(unequal);
    }

    /** How many are equal. */
    int equal() {
        return equal;
    }

    /** The record as it comes out; as stated where it cannot be rated again, which {@link #unequal} says. */
    RatedUsage rate(RatedUsage stated) {
        boolean first = seen.add(Hash.of(WireJson.write(stated)));
        String what = stated.recordKey() + " revision " + stated.revision();
        try {
            String basis = bases.get(key(
                    stated.project(),
                    stated.site(),
                    stated.sku(),
                    stated.periodStart().toString(),
                    stated.revision()));
            if (basis == null) {
                note(first, new Check(what, false, "pricing has not kept what it was rated from"));
                return stated;
            }
            Optional<RatedUsage> found = again.record(
                            basis, Resold.rated(stated).recordKey())
                    .map(one -> Resold.inBooksOf(stated, one).withRevision(stated.revision()));
            boolean emptied = stated.charges().isEmpty() && stated.milliGpuSeconds() == 0;
            if (found.isEmpty() && emptied) {
                note(first, new Check(what, true, null));
                return stated;
            }
            if (found.isEmpty()) {
                note(first, new Check(what, false, "its basis " + basis + " comes to no such record"));
                return stated;
            }
            String difference = Differences.first(stated, found.get());
            note(first, new Check(what, difference == null, difference));
            return found.get();
        } catch (UnusableInput e) {
            note(first, new Check(what, false, e.getMessage()));
        } catch (RuntimeException e) {
            // Whatever a changed input makes of the rating, it is a finding and not a crash.
            note(first, new Check(what, false, "cannot be rated again: " + e));
        }
        return stated;
    }

    private void note(boolean first, Check check) {
        if (first && check.equal()) {
            equal++;
        } else if (first) {
            unequal.add(check);
        }
    }

    private static Hash key(String project, String site, String sku, String periodStart, long revision) {
        String name = String.join("/", project, site, sku, periodStart, Long.toString(revision));
        return Hash.of(name.getBytes(StandardCharsets.UTF_8));
    }
}
