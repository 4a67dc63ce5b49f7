package io.wattledger.billing.rest;

import io.wattledger.billing.flow.InvoiceBook.Filing;
import io.wattledger.billing.flow.InvoiceBook.Query;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.contracts.WireName;
import jakarta.ws.rs.QueryParam;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which issued documents are wanted; what is absent does not restrict. */
public class InvoiceFilter {

    /** Codes of {@code Settlement}. */
    private static final List<String> STATES =
            List.of("issued", "part-paid", "overdue", "paid", "credited", "written-off", "overpaid");

    @Parameter(description = "tenant that is billed", example = "bodo-kommune")
    @QueryParam("tenant")
    @Nullable
    String tenant;

    @Parameter(description = "billing month", example = "2026-10")
    @QueryParam("period")
    @Nullable
    String period;

    @Parameter(
            description =
                    "how an invoice stands today in UTC: issued, part-paid, overdue, paid, credited, written-off or"
                            + " overpaid; credit notes have no such state",
            example = "overdue")
    @QueryParam("state")
    @Nullable
    String state;

    @Parameter(description = "id of the legal entity that has issued it", example = "nordlys-no")
    @QueryParam("legalEntity")
    @Nullable
    String legalEntity;

    @Parameter(description = "invoice, correction or credit-note", example = "credit-note")
    @QueryParam("kind")
    @Nullable
    String kind;

    /** The state that is wanted; absent where any is. */
    @Nullable
    String state() {
        if (state != null && !STATES.contains(state)) {
            throw invalid("state", state, "one of " + STATES);
        }
        return state;
    }

    /** The question to the book. */
    Query query(PageParameters page) {
        return new Query(
                tenant == null ? List.of() : List.of(tenant),
                Parameters.month("period", period),
                legalEntity,
                filing(),
                Cursor.fromWire(page.cursor),
                page.most());
    }

    private @Nullable Filing filing() {
        String wanted = kind;
        if (wanted == null) {
            return null;
        }
        return Arrays.stream(Filing.values())
                .filter(one -> WireName.of(one).equals(wanted))
                .findFirst()
                .orElseThrow(() -> invalid("kind", wanted, "one of invoice, correction, credit-note"));
    }

    private static Refusal invalid(String name, String value, String rule) {
        return new Refusal(
                BillingProblem.INVALID_PARAMETER,
                name + " '" + value + "' is not " + rule,
                List.of(new FieldError(name, rule)));
    }
}
