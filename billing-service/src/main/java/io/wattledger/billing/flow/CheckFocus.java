package io.wattledger.billing.flow;

import io.wattledger.billing.focus.FocusExport;
import io.wattledger.billing.focus.FocusVersion;
import io.wattledger.billing.focus.FocusViolation;
import io.wattledger.billing.focus.WholeExport;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Holds the FOCUS files of some months to all rules, those too that only many documents and the price list of pricing can
 * show. Nothing is written, and nothing waits for it.
 */
@ApplicationScoped
public class CheckFocus {

    private final TenantScope scope;
    private final ReadFocus reading;
    private final PriceList prices;

    CheckFocus(TenantScope scope, ReadFocus reading, PriceList prices) {
        this.scope = scope;
        this.reading = reading;
        this.prices = prices;
    }

    /**
     * What was checked, and what was found.
     *
     * @param documents how many
     * @param rows how many of Cost and Usage
     * @param prices how many prices were looked up
     * @param violations the first that were found; none where all is well
     */
    public record Report(long documents, long rows, int prices, List<FocusViolation> violations) {

        /** Copies the list. */
        public Report {
            violations = List.copyOf(violations);
        }
    }

    /**
     * Checks.
     *
     * @param tenants none means all
     * @param authorization of the caller, for pricing
     * @throws RatingEvidence.Unreachable where pricing gives no answer
     */
    public Report check(Set<YearMonth> months, Collection<String> tenants, FocusVersion version, String authorization) {
        WholeExport whole = new WholeExport();
        FocusExport export = new FocusExport(version, whole);
        whole.finish(scope.asOperator(connection -> {
            reading.charges(connection, months, tenants, export);
            return reading.periods(connection, months, tenants);
        }));
        // Pricing is asked outside of the transaction, which would wait for it otherwise.
        Set<String> ids = whole.skuPriceIds().keySet();
        prices.unknown(authorization, ids).forEach(whole::notInPriceList);
        List<FocusViolation> violations = new ArrayList<>(export.violations());
        violations.addAll(whole.violations());
        return new Report(whole.documents(), whole.rows(), ids.size(), violations);
    }
}
