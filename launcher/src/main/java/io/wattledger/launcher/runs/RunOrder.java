package io.wattledger.launcher.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which months are to be closed.
 *
 * @param periods billing months
 * @param tenants whose; empty means everybody's
 * @param issueDate of the invoices; absent means today
 * @param how how far the run may go
 */
public record RunOrder(
        List<YearMonth> periods,
        List<String> tenants,
        @Nullable LocalDate issueDate,
        How how) {

    /** How far a run may go. */
    public enum How {
        /** It issues at once. */
        ISSUE,
        /** It computes everything and has no effect. */
        PREVIEW,
        /** It computes everything and waits for a second person. */
        APPROVAL
    }

    /** Copies the lists. */
    public RunOrder {
        periods = List.copyOf(periods);
        tenants = List.copyOf(tenants);
    }

    boolean preview() {
        return how == How.PREVIEW;
    }

    /** The request as billing takes it. */
    JsonNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        periods.forEach(month -> body.withArray("periods").add(month.toString()));
        tenants.forEach(tenant -> body.withArray("tenants").add(tenant));
        if (issueDate != null) {
            body.put("issueDate", issueDate.toString());
        }
        if (how == How.APPROVAL) {
            body.put("approval", "required");
        }
        return body;
    }
}
