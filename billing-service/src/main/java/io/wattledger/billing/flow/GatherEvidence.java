package io.wattledger.billing.flow;

import io.wattledger.billing.account.Resold;
import io.wattledger.billing.evidence.BundleParts;
import io.wattledger.billing.evidence.BundleParts.Bases;
import io.wattledger.billing.evidence.BundleParts.RecordBasis;
import io.wattledger.billing.evidence.EvidenceBundle;
import io.wattledger.billing.evidence.InvoiceBasis;
import io.wattledger.billing.evidence.MonthThen;
import io.wattledger.billing.flow.EvidenceBook.Kept;
import io.wattledger.billing.flow.InvoiceBook.Filed;
import io.wattledger.billing.flow.RatingEvidence.Asked;
import io.wattledger.billing.invoice.BillingPeriod;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.Sha256;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.WireName;
import io.wattledger.contracts.message.RatedUsage;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gathers all from which an issued document can be computed again, down to the slots, as a bundle of files. */
@ApplicationScoped
public class GatherEvidence {

    private final TenantScope scope;
    private final InvoiceBook invoices;
    private final EvidenceBook evidence;
    private final RatingEvidence rating;

    GatherEvidence(TenantScope scope, InvoiceBook invoices, EvidenceBook evidence, RatingEvidence rating) {
        this.scope = scope;
        this.invoices = invoices;
        this.evidence = evidence;
        this.rating = rating;
    }

    /** What becomes of the request. */
    public sealed interface Result {}

    /** The bundle as a zip archive with its hash; whoever takes the file deletes it. */
    public record Gathered(Path file, String sha256) implements Result {}

    /** The document was issued before its basis was kept. */
    public record NotKept() implements Result {}

    /** The document bills usage of tenants to their reseller, and a tenant asks: the bundle would hold the slots of others. */
    public record OfResoldUsage() implements Result {}

    /** What billing itself knows beside the parts that it has added: the records of which pricing knows the rest, by who used them. */
    private record Own(String tenant, boolean isKept, SortedMap<String, Set<Asked>> records) {

        /** Pricing knows of no reseller, so each record is asked for under the tenant that used it. */
        void add(RatedUsage booked) {
            records.computeIfAbsent(Resold.user(booked), absent -> new LinkedHashSet<>())
                    .add(Asked.of(Resold.rated(booked)));
        }

        boolean isOfOthers() {
            return records.keySet().stream().anyMatch(user -> !user.equals(tenant));
        }
    }

    /**
     * Gathers; empty where the number is unknown or another tenant's, which is the same to the caller.
     *
     * @param onlyTenant whose invoices the caller may see; absent means everybody's
     * @param authorization of the caller, for pricing
     * @throws RatingEvidence.Unreachable where pricing gives no answer
     */
    public Optional<Result> gather(@Nullable String onlyTenant, String number, String authorization) {
        try (SpooledParts parts = new SpooledParts()) {
            TenantScope.Work<Optional<Own>> work = connection -> own(connection, number, parts);
            Optional<Own> found = onlyTenant == null ? scope.asOperator(work) : scope.inTransaction(onlyTenant, work);
            // Pricing is asked outside of the transaction, which would wait for it otherwise.
            return found.isEmpty()
                    ? Optional.empty()
                    : Optional.of(result(onlyTenant != null, number, found.get(), parts, authorization));
        } catch (IOException e) {
            throw new UncheckedIOException("the evidence of " + number + " could not be written to disk", e);
        }
    }

    private Result result(boolean isTenant, String number, Own own, SpooledParts parts, String authorization)
            throws IOException {
        if (!own.isKept()) {
            return new NotKept();
        }
        return isTenant && own.isOfOthers() ? new OfResoldUsage() : complete(number, own, parts, authorization);
    }

    private Gathered complete(String number, Own own, SpooledParts parts, String authorization) throws IOException {
        List<RecordBasis> bases = new ArrayList<>();
        own.records().forEach((user, records) -> {
            boolean isSold = !user.equals(own.tenant());
            rating.ask(authorization, user, records, answer -> {
                answer.bases()
                        .forEach(basis -> bases.add(isSold ? basis.of(Resold.project(user, basis.project())) : basis));
                add(parts, answer);
            });
        });
        add(parts, bases);
        Path file = Files.createTempFile("wattledger-evidence", ".zip");
        MessageDigest digest = Sha256.digest();
        try (OutputStream out = new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(file)), digest)) {
            EvidenceBundle.write(own.tenant(), number, parts.parts(), out);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return new Gathered(file, Sha256.hex(digest));
    }

    private static void add(SpooledParts parts, List<RecordBasis> bases) throws IOException {
        try {
            parts.add(BundleParts.BASES, out -> WireJson.write(new Bases(bases), out));
        } catch (SQLException e) {
            throw new IllegalStateException("bases are written without a database", e);
        }
    }

    private static void add(SpooledParts parts, RatingEvidence.Answer answer) {
        try {
            for (var input : answer.inputs().entrySet()) {
                parts.add(BundleParts.input(input.getKey()), input.getValue());
            }
            for (var document : answer.documents().entrySet()) {
                parts.add(BundleParts.PRICE_DOCUMENTS + document.getKey(), document.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("evidence of pricing could not be written to disk", e);
        }
    }

    private Optional<Own> own(Connection connection, String number, SpooledParts parts) throws SQLException {
        Optional<Filed> filed = invoices.find(connection, number);
        Optional<Kept> kept = evidence.kept(connection, number);
        if (filed.isEmpty() || kept.isEmpty()) {
            return Optional.empty();
        }
        Own own = new Own(filed.get().key().tenant(), kept.get().basis().isPresent(), new TreeMap<>());
        try {
            if (own.isKept()) {
                document(connection, filed.get(), kept.get(), parts);
                usage(connection, filed.get(), kept.get().computedFrom().orElseThrow(), parts, own);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the evidence of " + number + " could not be written to disk", e);
        }
        return Optional.of(own);
    }

    private void document(Connection connection, Filed filed, Kept kept, SpooledParts parts)
            throws SQLException, IOException {
        String number = filed.invoice().heading().number();
        parts.add(BundleParts.MODEL, kept.model());
        parts.add(BundleParts.BASIS, kept.basis().orElseThrow());
        parts.add(
                BundleParts.FILED,
                WireJson.write(
                        new BundleParts.Filed(WireName.of(filed.filing()), kept.ruleSet(), filed.accountRevision())));
        for (DocumentKind kind : DocumentKind.values()) {
            Optional<InvoiceDocument> document = invoices.document(connection, number, kind);
            if (document.isPresent()) {
                parts.add(
                        BundleParts.DOCUMENTS + kind.wireName() + "." + kind.extension(),
                        document.get().content());
            }
        }
    }

    /** Usage goes by record by record, that of the month and that of months that are corrected. */
    private void usage(Connection connection, Filed filed, InvoiceBasis basis, SpooledParts parts, Own own)
            throws SQLException, IOException {
        BillingPeriod period = filed.invoice().heading().period();
        String number = filed.invoice().heading().number();
        add(parts, BundleParts.USAGE, records -> {
            if (basis instanceof InvoiceBasis.OfMonth) {
                evidence.usage(
                        connection,
                        filed.key().tenant(),
                        number,
                        period.start(),
                        period.end(),
                        records.andThen(own::add));
            }
        });
        for (MonthThen month : basis.months()) {
            month.copiedInvoiced().forEach(own::add);
            month.copiedRated().forEach(own::add);
            if (month.books() != null) {
                corrected(connection, number, month, month.books(), parts, own);
            }
        }
        for (String other : basis.documents()) {
            parts.add(
                    BundleParts.related(other),
                    evidence.kept(connection, other).orElseThrow().model());
        }
    }

    /** The usage of a corrected month as the books have it. */
    private void corrected(
            Connection connection, String number, MonthThen month, MonthThen.InBooks books, SpooledParts parts, Own own)
            throws SQLException, IOException {
        Filed filed = invoices.find(connection, month.number()).orElseThrow();
        UsageSpan span = UsageSpan.of(filed.key(), filed.invoice().heading().period());
        add(
                parts,
                BundleParts.invoiced(month.number()),
                records -> evidence.usage(connection, span, books.invoiced(), records.andThen(own::add)));
        List<String> rated = new ArrayList<>(books.invoiced());
        rated.add(books.revised() == null ? number : books.revised());
        add(
                parts,
                BundleParts.rated(month.number()),
                records -> evidence.usage(connection, span, rated, records.andThen(own::add)));
    }

    /** Tells records to whoever writes them. */
    private interface Told {
        void to(Consumer<RatedUsage> records) throws SQLException;
    }

    private static void add(SpooledParts parts, String name, Told told) throws SQLException, IOException {
        parts.add(name, out -> {
            try (JsonRecords records = new JsonRecords(out)) {
                told.to(records::add);
            }
        });
    }

    /** Writes {@link BundleParts.Usage} record by record, in the bytes of all of it at once. */
    private record JsonRecords(OutputStream out, AtomicBoolean begun) implements AutoCloseable {

        JsonRecords(OutputStream out) {
            this(out, new AtomicBoolean());
        }

        void add(RatedUsage record) {
            try {
                write(begun.getAndSet(true) ? "," : "{\"records\":[");
                out.write(WireJson.write(record));
            } catch (IOException e) {
                throw new UncheckedIOException("usage could not be written to disk", e);
            }
        }

        @Override
        public void close() throws IOException {
            write(begun.get() ? "]}" : "{\"records\":[]}");
        }

        private void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
