package io.wattledger.billing.rest;

import io.wattledger.billing.contract.CostCentre;
import io.wattledger.billing.contract.DocumentGroup;
import io.wattledger.billing.contract.InvoiceSplit;
import io.wattledger.billing.rest.CatalogBody.CostCentreBody;
import io.wattledger.billing.rest.CatalogBody.InvoiceGroupBody;
import io.wattledger.billing.rest.CatalogBody.InvoiceSplitBody;
import io.wattledger.chassis.http.FieldError;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns what a contract says of projects, into which documents they go and where they are booked, into the domain's form. */
final class InvoiceSplitForm {

    private final String pointer;
    private final List<FieldError> errors;

    InvoiceSplitForm(String pointer, List<FieldError> errors) {
        this.pointer = pointer;
        this.errors = errors;
    }

    List<InvoiceSplit> splits(@Nullable List<InvoiceSplitBody> bodies) {
        List<InvoiceSplit> splits = new ArrayList<>();
        List<InvoiceSplitBody> all = bodies == null ? List.of() : bodies;
        for (int i = 0; i < all.size(); i++) {
            InvoiceSplitBody body = all.get(i);
            String at = pointer + "/" + i;
            InvoiceSplit.Mode mode = mode(at + "/mode", body.mode());
            List<InvoiceGroupBody> groups = body.groups() == null ? List.of() : body.groups();
            splits.add(new InvoiceSplit(
                    month(at + "/from", body.from(), errors),
                    mode,
                    groups.stream().map(group -> group(group, mode)).toList(),
                    body.contractWide()));
        }
        return splits;
    }

    List<CostCentre> costCentres(@Nullable List<CostCentreBody> bodies) {
        List<CostCentre> entries = new ArrayList<>();
        List<CostCentreBody> all = bodies == null ? List.of() : bodies;
        for (int i = 0; i < all.size(); i++) {
            CostCentreBody body = all.get(i);
            entries.add(new CostCentre(
                    body.project(), month(pointer + "/" + i + "/from", body.from(), errors), body.costCentre()));
        }
        return entries;
    }

    private static InvoiceSplit.Group group(InvoiceGroupBody body, InvoiceSplit.Mode mode) {
        List<String> stated = body.projects() == null ? List.of() : body.projects();
        boolean ofItsName = mode == InvoiceSplit.Mode.PER_PROJECT && stated.isEmpty();
        return new InvoiceSplit.Group(
                body.name(),
                ofItsName ? List.of(body.name()) : stated,
                new DocumentGroup.References(body.buyerReference(), body.orderReference(), body.costCentre()));
    }

    private InvoiceSplit.Mode mode(String at, String value) {
        return Arrays.stream(InvoiceSplit.Mode.values())
                .filter(one -> wireName(one).equals(value))
                .findFirst()
                .orElseGet(() -> {
                    errors.add(new FieldError(
                            at,
                            "'" + value + "' is not one of "
                                    + Arrays.stream(InvoiceSplit.Mode.values())
                                            .map(InvoiceSplitForm::wireName)
                                            .toList()));
                    return InvoiceSplit.Mode.ONE_INVOICE;
                });
    }

    /** A month; where it cannot be read an error is added. */
    static YearMonth month(String at, String value, List<FieldError> errors) {
        try {
            return YearMonth.parse(value);
        } catch (DateTimeParseException e) {
            errors.add(new FieldError(at, "'" + value + "' is no month; write one like 2026-10"));
            return InvoiceSplit.ONE.from();
        }
    }

    private static String wireName(InvoiceSplit.Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
