package io.wattledger.pricing.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.message.AccountFacts;
import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractMonthsTest {

    @ParameterizedTest(name = "from {0} to {1}, at {2}: {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                // Months begin at the local midnight of the contract, on both sides of a clock change.
                "2026-01-31T23:00:00Z, -, 2026-02-10T00:00:00Z, 2026-02-28T23:00:00Z",
                "2026-01-31T23:00:00Z, -, 2026-02-28T22:59:59Z, 2026-02-28T23:00:00Z",
                "2026-01-31T23:00:00Z, -, 2026-02-28T23:00:00Z, 2026-03-31T22:00:00Z",
                // What lies ahead begins with its contract; what starts now has begun an instant later.
                "2026-05-10T22:00:00Z, -, 2026-02-10T00:00:00Z, 2026-05-10T22:00:00Z",
                "2026-05-10T22:00:00Z, -, 2026-05-10T22:00:00Z, 2026-05-10T22:00:00Z",
                "2026-05-10T22:00:00Z, -, 2026-05-10T22:00:01Z, 2026-05-31T22:00:00Z",
                // What is over begins no more.
                "2026-01-31T23:00:00Z, 2026-02-28T23:00:00Z, 2026-02-28T23:00:00Z, +1000000000-12-31T23:59:59.999999999Z"
            })
    void tellsWhenTheNextMonthBegins(Instant start, Instant end, Instant now, Instant expected) {
        ContractFacts contract = new ContractFacts("c", start, end, "tariff", "Europe/Oslo", "NOK");
        assertThat(ContractMonths.nextBegin(new AccountFacts("t", 1, List.of(contract)), now))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"2026-02-10T00:00:00Z, 2026-02-28T23:00:00Z", "2026-03-15T00:00:00Z, 2026-03-31T22:00:00Z"})
    void takesTheFirstOfSeveralContracts(Instant now, Instant expected) {
        AccountFacts account = new AccountFacts(
                "t",
                1,
                List.of(
                        new ContractFacts(
                                "late", Instant.parse("2026-05-10T22:00:00Z"), null, "tariff", "Europe/Oslo", "NOK"),
                        new ContractFacts(
                                "now", Instant.parse("2026-01-31T23:00:00Z"), null, "tariff", "Europe/Oslo", "NOK")));
        assertThat(ContractMonths.nextBegin(account, now)).isEqualTo(expected);
    }
}
