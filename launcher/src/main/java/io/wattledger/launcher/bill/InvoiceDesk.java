package io.wattledger.launcher.bill;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.Progress;
import io.wattledger.launcher.WholeFile;
import io.wattledger.launcher.invoices.InvoiceLookup;
import io.wattledger.launcher.runs.RunDesk;
import io.wattledger.launcher.runs.RunOrder;
import io.wattledger.launcher.suite.Query;
import io.wattledger.launcher.suite.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Has billing close months, and fetches what it issued. */
final class InvoiceDesk {

    private final Services services;
    private final InvoiceLookup lookup;
    private final Progress progress;

    InvoiceDesk(Services services, Progress progress) {
        this.services = services;
        this.lookup = new InvoiceLookup(services);
        this.progress = progress;
    }

    /** Runs the invoicing of all months and tenants to its end. */
    List<PeriodOutcome> close(Periods periods, Collection<String> tenants, @Nullable LocalDate issueDate) {
        var order = new RunOrder(periods.months(), List.copyOf(tenants), issueDate, RunOrder.How.ISSUE);
        List<PeriodOutcome> outcomes = new ArrayList<>();
        for (JsonNode item : new RunDesk(services, progress).start(order).path("items")) {
            if (item.hasNonNull("outcome")) {
                outcomes.add(outcome(item));
            }
        }
        return outcomes;
    }

    /** All invoices of these months and tenants, in order of their numbers. */
    List<Invoice> issued(Periods periods, Collection<String> tenants) {
        List<Invoice> invoices = new ArrayList<>();
        for (YearMonth month : periods.months()) {
            lookup.list(Query.NONE.with("period", month.toString())).forEach(item -> invoices.add(invoice(item)));
        }
        invoices.removeIf(invoice -> !tenants.contains(invoice.tenant()));
        invoices.sort(Comparator.comparing(Invoice::number));
        return invoices;
    }

    /** Writes every document of every invoice, and the FOCUS export, into {@code out}. */
    void write(List<Invoice> invoices, Periods periods, Collection<String> tenants, Path out) {
        try {
            Files.createDirectories(out);
        } catch (IOException e) {
            throw InputFault.unwritable(out, e);
        }
        int done = 0;
        for (Invoice invoice : invoices) {
            for (String extension : invoice.extensions()) {
                byte[] bytes = lookup.bytes(invoice.number(), extension);
                WholeFile.replace(out.resolve(invoice.file(extension)), file -> file.write(bytes));
            }
            done++;
            progress.count("invoices written", done, invoices.size());
        }
        String months = periods.months().stream().map(YearMonth::toString).collect(Collectors.joining(","));
        Query query = Query.NONE.with("periods", months).with("tenants", String.join(",", tenants));
        // It may be longer than memory.
        String focus = "/api/v1/exports/focus" + query;
        services.ask("billing", client -> client.replace(focus, "text/csv", out.resolve("focus.csv")));
    }

    private static PeriodOutcome outcome(JsonNode item) {
        List<String> reasons = new ArrayList<>();
        item.path("reasons").forEach(reason -> reasons.add(words(reason)));
        return new PeriodOutcome(
                item.path("tenant").asText(),
                item.path("contract").asText(),
                item.path("period").asText(),
                item.path("outcome").asText(),
                item.hasNonNull("number") ? item.get("number").asText() : null,
                reasons);
    }

    private static String words(JsonNode reason) {
        if (reason.isTextual()) {
            return reason.asText();
        }
        String detail = reason.path("detail").asText();
        String code = reason.path("code").asText();
        return detail.isEmpty() ? reason.toString() : code.isEmpty() ? detail : code + ": " + detail;
    }

    private static Invoice invoice(JsonNode item) {
        return new Invoice(
                item.path("number").asText(),
                item.path("kind").asText(),
                item.path("tenant").asText(),
                item.path("legalEntity").asText(),
                item.path("period").asText(),
                item.path("payable").path("currency").asText(),
                new Summary.Amounts(
                        item.path("net").path("amount").asText(),
                        item.path("tax").path("amount").asText(),
                        item.path("payable").path("amount").asText()),
                InvoiceLookup.formsOf(item));
    }
}
