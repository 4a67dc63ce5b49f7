package io.wattledger.billing.rest;

import io.wattledger.billing.contract.CostCentre;
import io.wattledger.billing.contract.DocumentGroup;
import io.wattledger.billing.contract.InvoiceSplit;
import io.wattledger.billing.rest.CatalogBody.CostCentreBody;
import io.wattledger.billing.rest.CatalogBody.InvoiceGroupBody;
import io.wattledger.billing.rest.CatalogBody.InvoiceSplitBody;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns what a contract says of projects, into which documents they go and where they are booked, into the domain's form. */
final class InvoiceSplitForm {

    private final String pointer;
    private final WordsOfForm words;

    InvoiceSplitForm(String pointer, WordsOfForm words) {
        this.pointer = pointer;
        this.words = words;
    }

    List<InvoiceSplit> splits(@Nullable List<InvoiceSplitBody> bodies) {
        List<InvoiceSplit> splits = new ArrayList<>();
        List<InvoiceSplitBody> all = bodies == null ? List.of() : bodies;
        for (int i = 0; i < all.size(); i++) {
            InvoiceSplitBody body = all.get(i);
            String at = pointer + "/" + i;
            InvoiceSplit.Mode mode =
                    words.named(at + "/mode", body.mode(), InvoiceSplit.Mode.values(), InvoiceSplit.Mode.ONE_INVOICE);
            List<InvoiceGroupBody> groups = body.groups() == null ? List.of() : body.groups();
            splits.add(new InvoiceSplit(
                    words.month(at + "/from", body.from()),
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
                    body.project(), words.month(pointer + "/" + i + "/from", body.from()), body.costCentre()));
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
}
