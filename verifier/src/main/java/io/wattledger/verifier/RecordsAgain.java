package io.wattledger.verifier;

import io.wattledger.billing.account.Resold;
import io.wattledger.billing.evidence.BundleParts;
import io.wattledger.billing.evidence.BundleParts.RecordBasis;
import io.wattledger.billing.evidence.EvidenceBundle;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.evidence.RatedAgain;
import io.wattledger.pricing.evidence.UnusableInput;
import io.wattledger.verifier.Report.Check;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rates again, from their slots, all records that a document rests on. */
final class RecordsAgain {

    private final RatedAgain again;
    private final Map<String, String> bases = new HashMap<>();
    private final Set<RatedUsage> seen = new HashSet<>();
    private final List<RatedUsage> computed = new ArrayList<>();
    private final List<Check> unequal = new ArrayList<>();
    private int equal;

    /**
     * Rates records again.
     *
     * @param month the records of the document's own month
     * @param corrected those that corrections rest on
     */
    RecordsAgain(EvidenceBundle bundle, BundleParts.Bases bases, List<RatedUsage> month, List<RatedUsage> corrected) {
        this.again = new RatedAgain(BundleParts.under(BundleParts.INPUTS, bundle.parts()));
        for (RecordBasis one : bases.records()) {
            if (one.sha256() != null) {
                this.bases.put(name(one), one.sha256());
            }
        }
        month.forEach(record -> computed.add(rate(record)));
        corrected.forEach(this::rate);
    }

    /** The records of the month as they come out; as stated where one cannot be rated again, which {@link #unequal} says. */
    List<RatedUsage> computed() {
        return computed;
    }

    /** What is not equal, or cannot be told. */
    List<Check> unequal() {
        return List.copyOf(unequal);
    }

    /** How many are equal. */
    int equal() {
        return equal;
    }

    private RatedUsage rate(RatedUsage stated) {
        boolean first = seen.add(stated);
        String what = stated.recordKey() + " revision " + stated.revision();
        try {
            String basis = bases.get(name(stated));
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

    private static String name(RecordBasis basis) {
        return String.join(
                "/",
                basis.project(),
                basis.site(),
                basis.sku(),
                basis.periodStart().toString(),
                Long.toString(basis.revision()));
    }

    private static String name(RatedUsage record) {
        return String.join(
                "/",
                record.project(),
                record.site(),
                record.sku(),
                record.periodStart().toString(),
                Long.toString(record.revision()));
    }
}
