package io.wattledger.billing.flow;

import io.wattledger.billing.account.Resold;
import io.wattledger.billing.evidence.BundleParts;
import io.wattledger.billing.evidence.BundleParts.Bases;
import io.wattledger.billing.evidence.BundleParts.RecordBasis;
import io.wattledger.billing.evidence.BundleParts.Usage;
import io.wattledger.billing.evidence.EvidenceBundle;
import io.wattledger.billing.evidence.InvoiceBasis;
import io.wattledger.billing.flow.EvidenceBook.Kept;
import io.wattledger.billing.flow.InvoiceBook.Filed;
import io.wattledger.billing.invoice.BillingPeriod;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.RatedUsage;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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

    /** The bundle as a zip archive. */
    public record Gathered(byte[] archive) implements Result {}

    /** The document was issued before its basis was kept. */
    public record NotKept() implements Result {}

    /** The document bills usage of tenants to their reseller, and a tenant asks: the bundle would hold the slots of others. */
    public record OfResoldUsage() implements Result {}

    /** What billing itself knows: parts of the bundle, and the records of which pricing knows the rest. */
    private record Own(String tenant, SortedMap<String, byte[]> parts, List<RatedUsage> records, boolean isKept) {}

    /**
     * Gathers; empty where the number is unknown or another tenant's, which is the same to the caller.
     *
     * @param onlyTenant whose invoices the caller may see; absent means everybody's
     * @param authorization of the caller, for pricing
     * @throws RatingEvidence.Unreachable where pricing gives no answer
     */
    public Optional<Result> gather(@Nullable String onlyTenant, String number, String authorization) {
        TenantScope.Work<Optional<Own>> work = connection -> own(connection, number);
        Optional<Own> found = onlyTenant == null ? scope.asOperator(work) : scope.inTransaction(onlyTenant, work);
        // Pricing is asked outside of the transaction, which would wait for it otherwise.
        return found.map(own -> result(onlyTenant != null, number, own, authorization));
    }

    private Result result(boolean isTenant, String number, Own own, String authorization) {
        if (!own.isKept()) {
            return new NotKept();
        }
        return isTenant && own.records().stream().anyMatch(Resold::isSold)
                ? new OfResoldUsage()
                : complete(number, own, authorization);
    }

    /** Asks for what each tenant used, since pricing knows of no reseller. */
    private Gathered complete(String number, Own own, String authorization) {
        SortedMap<String, List<RatedUsage>> byUser = new TreeMap<>();
        for (RatedUsage record : own.records()) {
            byUser.computeIfAbsent(Resold.user(record), absent -> new ArrayList<>())
                    .add(Resold.rated(record));
        }
        SortedMap<String, byte[]> parts = new TreeMap<>(own.parts());
        List<RecordBasis> bases = new ArrayList<>();
        byUser.forEach((user, records) -> {
            RatingEvidence.Answer answer = rating.of(authorization, user, records);
            boolean isSold = !user.equals(own.tenant());
            answer.bases()
                    .forEach(basis -> bases.add(isSold ? basis.of(Resold.project(user, basis.project())) : basis));
            answer.inputs().forEach((hash, content) -> parts.put(BundleParts.input(hash), content));
            answer.documents().forEach((hash, content) -> parts.put(BundleParts.PRICE_DOCUMENTS + hash, content));
        });
        parts.put(BundleParts.BASES, WireJson.write(new Bases(bases)));
        return new Gathered(EvidenceBundle.of(own.tenant(), number, parts).write());
    }

    private Optional<Own> own(Connection connection, String number) throws SQLException {
        Optional<Filed> filed = invoices.find(connection, number);
        Optional<Kept> kept = evidence.kept(connection, number);
        if (filed.isEmpty() || kept.isEmpty()) {
            return Optional.empty();
        }
        String tenant = filed.get().key().tenant();
        Optional<byte[]> written = kept.get().basis();
        if (written.isEmpty()) {
            return Optional.of(new Own(tenant, new TreeMap<>(), List.of(), false));
        }
        InvoiceBasis basis = read(written.get());
        List<RatedUsage> usage = List.of();
        if (basis instanceof InvoiceBasis.OfMonth) {
            BillingPeriod period = filed.get().invoice().heading().period();
            usage = evidence.usage(connection, number, period.start(), period.end());
        }
        SortedMap<String, byte[]> parts = new TreeMap<>();
        parts.put(BundleParts.MODEL, kept.get().model());
        parts.put(BundleParts.BASIS, written.get());
        parts.put(
                BundleParts.FILED,
                WireJson.write(new BundleParts.Filed(
                        filed.get().filing().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        kept.get().ruleSet(),
                        filed.get().accountRevision())));
        parts.put(BundleParts.USAGE, WireJson.write(new Usage(usage)));
        for (DocumentKind kind : DocumentKind.values()) {
            invoices.document(connection, number, kind)
                    .ifPresent(document -> parts.put(
                            BundleParts.DOCUMENTS + kind.wireName() + "." + kind.extension(), document.content()));
        }
        for (String other : basis.documents()) {
            byte[] model = evidence.kept(connection, other).orElseThrow().model();
            parts.put(BundleParts.related(other), model);
        }
        List<RatedUsage> records = new ArrayList<>(usage);
        records.addAll(basis.usage());
        return Optional.of(new Own(tenant, parts, records, true));
    }

    private static InvoiceBasis read(byte[] content) {
        try {
            return WireJson.read(content, InvoiceBasis.class);
        } catch (IOException e) {
            throw new UncheckedIOException("a basis is stored in a form that cannot be read", e);
        }
    }
}
