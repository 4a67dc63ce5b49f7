package io.wattledger.launcher.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.exports.ExportOrder.Format;
import io.wattledger.launcher.exports.ExportOrder.Months;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked of billing. */
class ExportOrderTest {

    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);

    @Test
    void namesEachMonthOfFocus() {
        ExportOrder all = ExportOrder.focus(Months.of(NOVEMBER, YearMonth.of(2027, 1)), List.of(), null, Format.CSV);
        ExportOrder some = ExportOrder.focus(Months.of(NOVEMBER, null), List.of("a", "b"), "1.4", Format.PARQUET);

        assertThat(all.path()).isEqualTo("/api/v1/exports/focus?format=csv&periods=2026-11%2C2026-12%2C2027-01");
        assertThat(all.mediaType()).isEqualTo("text/csv");
        assertThat(some.path())
                .isEqualTo("/api/v1/exports/focus?format=parquet&periods=2026-11&tenants=a%2Cb&version=1.4");
        assertThat(some.mediaType()).isEqualTo("application/vnd.apache.parquet");
    }

    @Test
    void namesTheFirstAndTheLastMonthOfBooks() {
        Months months = Months.of(NOVEMBER, YearMonth.of(2026, 12));

        assertThat(ExportOrder.journal(months, "nordlys & co").path())
                .isEqualTo("/api/v1/exports/journal?from=2026-11&legalEntity=nordlys+%26+co&to=2026-12");
        assertThat(ExportOrder.safT(months, "nordlys").path())
                .isEqualTo("/api/v1/exports/saf-t?from=2026-11&legalEntity=nordlys&to=2026-12");
    }

    @Test
    void monthsDoNotEndBeforeTheyBegin() {
        assertThatThrownBy(() -> Months.of(NOVEMBER, YearMonth.of(2026, 10)))
                .isInstanceOf(InputFault.class)
                .hasMessageContaining("--to 2026-10 lies before --from 2026-11");
    }
}
