package io.wattledger.billing.focus;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.ABillable;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.document.CsvTable;
import io.wattledger.billing.invoice.Billable;
import io.wattledger.billing.invoice.InvoiceDraft;
import io.wattledger.billing.invoice.Names;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** C31: the energy of the rows of a block comes to what was used; rows of what was issued before say what they said. */
class SurplusRowsTest {

    private static final List<RatedUsage> USAGE = List.of(RatedDay.of("havvik", "c-2026", "2026-10-05")
            .ofBlock("block", ChargeKind.ENERGY, "4000", "152")
            .ofBlock("above", ChargeKind.ENERGY, "1000", "55")
            .ofBlock("surplus", ChargeKind.CREDIT, "500", "-10")
            .build());

    @Test
    void whatWasNotUsedCountsLess() {
        Billable billable = ABillable.of("NOK", AnAccount.NORWEGIAN_VAT, USAGE);
        CsvTable today = rows(named(billable, billable.names().byAllRules()));
        assertThat(energy(today)).isEqualByComparingTo("4500");

        CsvTable before = rows(billable);
        assertThat(energy(before)).isEqualByComparingTo("5000");
        assertThat(before.rows().stream()
                        .filter(row -> row.getField("x_ComponentPart").equals("surplus"))
                        .map(row -> row.getField("x_FacilityEnergyKwh")))
                .containsExactly("");
    }

    private static CsvTable rows(Billable billable) {
        FocusDocument document =
                FocusDocument.invoice(InvoiceDraft.of(billable).numbered("NO26-000042", LocalDate.of(2026, 11, 2)));
        return FocusFile.csv(FocusVersion.V1_2, List.of(new FocusFile.Source(document, USAGE)));
    }

    private static BigDecimal energy(CsvTable table) {
        return table.sum(
                "x_FacilityEnergyKwh",
                row -> row.getField("x_Component").equals("block")
                        && !row.getField("x_FacilityEnergyKwh").isEmpty());
    }

    private static Billable named(Billable b, Names names) {
        return new Billable(b.seller(), b.buyer(), b.references(), b.period(), b.currency(), b.vat(), b.usage(), names);
    }
}
