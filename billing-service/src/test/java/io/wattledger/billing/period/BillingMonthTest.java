package io.wattledger.billing.period;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.AnAccount;
import io.wattledger.billing.contract.BillingTerms;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.ContractReferences;
import io.wattledger.billing.contract.Term;
import io.wattledger.billing.contract.UnpricedUsage;
import io.wattledger.billing.contract.VatTerms;
import io.wattledger.billing.invoice.BillingPeriod;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Currency;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BillingMonthTest {

    @ParameterizedTest
    @CsvSource({
        // case C21: a Norwegian March ends two hours before that of UTC
        "2026-03, Europe/Oslo, 2026-02-28T23:00:00Z, 2026-03-31T22:00:00Z, 743",
        "2026-10, Europe/Oslo, 2026-09-30T22:00:00Z, 2026-10-31T23:00:00Z, 745",
        "2026-10, Europe/London, 2026-09-30T23:00:00Z, 2026-11-01T00:00:00Z, 745",
        "2026-02, UTC, 2026-02-01T00:00:00Z, 2026-03-01T00:00:00Z, 672",
        "2026-11, Asia/Kathmandu, 2026-10-31T18:15:00Z, 2026-11-30T18:15:00Z, 720"
    })
    void runsFromLocalMidnightToLocalMidnight(String month, String zone, String start, String end, long hours) {
        BillingPeriod period = BillingMonth.of(contract(zone, "2020-01-01", null), YearMonth.parse(month))
                .orElseThrow();

        assertThat(period.start()).isEqualTo(start);
        assertThat(period.end()).isEqualTo(end);
        assertThat(Duration.between(period.start(), period.end())).hasHours(hours);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-16, , 2026-10-16, 2026-10-31",
        "2026-01-01, 2026-10-16, 2026-10-01, 2026-10-15",
        "2026-10-05, 2026-10-06, 2026-10-05, 2026-10-05",
        "2026-11-01, , , ",
        "2026-01-01, 2026-10-01, , "
    })
    void coversOnlyTheDaysOfTheContract(String from, String to, String first, String last) {
        var period = BillingMonth.of(contract("Europe/Oslo", from, to), YearMonth.of(2026, 10));

        assertThat(period.isPresent()).isEqualTo(first != null);
        period.ifPresent(days -> {
            assertThat(days.firstDay()).isEqualTo(first);
            assertThat(days.lastDay()).isEqualTo(last);
        });
    }

    private static Contract contract(String zone, String from, String to) {
        return new Contract(
                "c",
                "e",
                new Term(LocalDate.parse(from), to == null ? null : LocalDate.parse(to)),
                "t",
                Currency.getInstance("NOK"),
                new BillingTerms(ZoneId.of(zone), 30, UnpricedUsage.HOLD),
                new ContractReferences(null, null, null),
                VatTerms.stating(AnAccount.NORWEGIAN_VAT));
    }
}
