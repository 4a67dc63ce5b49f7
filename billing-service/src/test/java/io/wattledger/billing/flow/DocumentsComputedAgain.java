package io.wattledger.billing.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.document.InvoiceJson;
import io.wattledger.billing.evidence.ComputedAgain;
import io.wattledger.billing.evidence.CorrectedUsage;
import io.wattledger.billing.evidence.InvoiceBasis;
import io.wattledger.billing.evidence.MonthThen;
import io.wattledger.billing.flow.EvidenceBook.Kept;
import io.wattledger.billing.flow.InvoiceBook.Filed;
import io.wattledger.billing.invoice.BillingPeriod;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.SummedUsage;
import io.wattledger.billing.invoice.UsageSum;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.RatedUsage;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Computes issued documents again from what was kept of them, and holds them against what was issued, for tests. */
@Singleton
public class DocumentsComputedAgain {

    @Inject
    TenantScope scope;

    @Inject
    EvidenceBook evidence;

    @Inject
    InvoiceBook invoices;

    /** Holds the document against its evidence, byte by byte. */
    public void isEqual(String tenant, String number, Class<? extends InvoiceBasis> kind) {
        scope.inTransactionDo(List.of(tenant), connection -> {
            Kept kept = evidence.kept(connection, number).orElseThrow();
            InvoiceBasis basis = read(kept.basis().orElseThrow(), InvoiceBasis.class);
            Invoice issued = invoices.find(connection, number).orElseThrow().invoice();
            BillingPeriod period = issued.heading().period();
            List<RatedUsage> usage = new ArrayList<>();
            evidence.usage(connection, tenant, number, period.start(), period.end(), usage::add);
            Map<String, Invoice> related = new TreeMap<>();
            for (String other : basis.documents()) {
                related.put(
                        other,
                        read(evidence.kept(connection, other).orElseThrow().model(), Invoice.class));
            }
            Invoice computed = new ComputedAgain(
                            basis, SummedUsage.of(usage), corrected(connection, number, basis), related)
                    .document(number, issued.heading().issueDate());
            assertThat(basis).isInstanceOf(kind);
            assertThat(WireJson.write(computed)).as("model of %s", number).isEqualTo(kept.model());
            assertThat(InvoiceJson.write(computed))
                    .as("document %s", number)
                    .isEqualTo(invoices.document(connection, number, DocumentKind.JSON)
                            .orElseThrow()
                            .content());
        });
    }

    private Map<String, CorrectedUsage> corrected(Connection connection, String number, InvoiceBasis basis)
            throws SQLException {
        Map<String, CorrectedUsage> corrected = new TreeMap<>();
        for (MonthThen month : basis.months()) {
            Filed filed = invoices.find(connection, month.number()).orElseThrow();
            UsageSpan span = UsageSpan.of(filed.key(), filed.invoice().heading().period());
            UsageSum invoiced = new UsageSum();
            evidence.usage(connection, span, month.books().invoiced(), invoiced::add);
            List<String> by = new ArrayList<>(month.books().invoiced());
            by.add(month.books().revised() == null ? number : month.books().revised());
            UsageSum rated = new UsageSum();
            evidence.usage(connection, span, by, rated::add);
            corrected.put(month.number(), new CorrectedUsage(invoiced.summed(), rated.summed()));
        }
        return corrected;
    }

    private static <T> T read(byte[] json, Class<T> type) {
        try {
            return WireJson.read(json, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
