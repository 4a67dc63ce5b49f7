package io.wattledger.launcher.bill;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.Progress;
import io.wattledger.launcher.runs.RunDesk;
import io.wattledger.launcher.runs.RunOrder;
import io.wattledger.launcher.suite.Services;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Has billing close months, and fetches what it issued. */
final class InvoiceDesk {

    private static final int PAGE = 500;

    private static final Map<String, String> MEDIA_TYPES = mediaTypes();

    private final Services services;
    private final Progress progress;

    InvoiceDesk(Services services, Progress progress) {
        this.services = services;
        this.progress = progress;
    }

    private static Map<String, String> mediaTypes() {
        Map<String, String> types = new LinkedHashMap<>();
        types.put("json", "application/json");
        types.put("pdf", "application/pdf");
        types.put("xml", "application/xml");
        types.put("csv", "text/csv");
        return types;
    }

    /** Runs the invoicing of all months and tenants to its end. */
    List<PeriodOutcome> close(Periods periods, Collection<String> tenants, @Nullable LocalDate issueDate) {
        var order = new RunOrder(
                periods.months().stream().map(YearMonth::toString).toList(),
                List.copyOf(tenants),
                issueDate,
                RunOrder.How.ISSUE);
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
            String cursor = "";
            do {
                String path = "/api/v1/invoices?limit=" + PAGE + "&period=" + month
                        + (cursor.isEmpty() ? "" : "&cursor=" + encode(cursor));
                JsonNode page = services.ask("billing", client -> client.get(path));
                page.path("items").forEach(item -> invoices.add(invoice(item)));
                cursor = page.path("nextCursor").asText("");
            } while (!cursor.isEmpty());
        }
        invoices.removeIf(invoice -> !tenants.contains(invoice.tenant()));
        invoices.sort(Comparator.comparing(Invoice::number));
        return invoices;
    }

    /** Writes every document of every invoice, and the FOCUS export, into {@code out}. */
    void write(List<Invoice> invoices, Periods periods, Collection<String> tenants, Path out) {
        try {
            Files.createDirectories(out);
            int done = 0;
            for (Invoice invoice : invoices) {
                for (String extension : invoice.extensions()) {
                    String path = "/api/v1/invoices/" + encode(invoice.number());
                    String type = MEDIA_TYPES.getOrDefault(extension, "");
                    byte[] bytes = services.ask("billing", client -> client.get(path, type))
                            .body();
                    Files.write(out.resolve(invoice.file(extension)), bytes);
                }
                done++;
                progress.count("invoices written", done, invoices.size());
            }
            String months = periods.months().stream().map(YearMonth::toString).collect(Collectors.joining(","));
            String focus = "/api/v1/exports/focus?periods=" + months + "&tenants="
                    + tenants.stream().map(InvoiceDesk::encode).collect(Collectors.joining(","));
            Files.write(
                    out.resolve("focus.csv"),
                    services.ask("billing", client -> client.get(focus, "text/csv"))
                            .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
                item.path("tenant").asText(),
                item.path("legalEntity").asText(),
                item.path("period").asText(),
                item.path("payable").path("currency").asText(),
                new Summary.Amounts(
                        item.path("net").path("amount").asText(),
                        item.path("tax").path("amount").asText(),
                        item.path("payable").path("amount").asText()),
                MEDIA_TYPES.entrySet().stream()
                        .filter(type -> item.path("documents").has(type.getValue()))
                        .map(Map.Entry::getKey)
                        .toList());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
