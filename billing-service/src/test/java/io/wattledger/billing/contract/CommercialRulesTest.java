package io.wattledger.billing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.AnAccount;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.MonthSpan;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CommercialRulesTest {

    private static final Contract KRONER =
            AnAccount.contract("nok", "entity", new Term(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 7, 1)));
    private static final Contract EUROS = AnAccount.contract(
            "eur", "entity", new Term(LocalDate.of(2026, 7, 1), null), "EUR", AnAccount.NORWEGIAN_VAT);
    private static final YearMonth JANUARY = YearMonth.of(2026, 1);

    static Stream<Arguments> wrongTerms() {
        Reduction ten = new Reduction.PerCent(BigDecimal.TEN);
        return Stream.of(
                Arguments.of("/discounts/0/percent", discount(new Reduction.PerCent(BigDecimal.ZERO), null, null)),
                Arguments.of(
                        "/discounts/0/percent", discount(new Reduction.PerCent(new BigDecimal("101")), null, null)),
                Arguments.of(
                        "/discounts/0/amountPerMonth",
                        discount(new Reduction.Amount(BigDecimal.ONE), null, null, "nok", "eur")),
                Arguments.of(
                        "/discounts/0/amountPerMonth",
                        discount(new Reduction.Amount(new BigDecimal("0.001")), null, null, "nok")),
                Arguments.of("/discounts/0/cap", discount(ten, "-1", null, "nok")),
                Arguments.of("/discounts/0/contracts", discount(ten, null, null, "gone")),
                Arguments.of("/discounts/0/commitment", discount(ten, null, "gone", "nok")),
                Arguments.of("/commitments/0/amount", commitment("0.00", CommitmentInterval.MONTH, 12, null)),
                Arguments.of("/commitments/0/untilMonth", commitment("1.00", CommitmentInterval.QUARTER, 4, null)),
                Arguments.of("/commitments/0/untilMonth", commitment("1.00", CommitmentInterval.TERM, 0, null)),
                Arguments.of("/commitments/0/overagePercent", commitment("1.00", CommitmentInterval.MONTH, 12, "101")),
                Arguments.of("/commitments/0/contracts", commitment("1.00", CommitmentInterval.YEAR, 12, null, "nok")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongTerms")
    void namesTheMemberThatIsWrong(String pointer, CommercialTerms terms) {
        assertThat(CommercialRules.flaws(terms, List.of(KRONER, EUROS))).containsOnlyKeys(pointer);
    }

    /** Each contract has an invoice of its own, which would take the amount off the month. */
    @ParameterizedTest
    @CsvSource({
        "2026-03-16, 2026-03-16, 2026-01,        , 2026-03",
        "          , 2026-03-16, 2026-01,        , 2026-03",
        "          , 2026-03-16, 2026-05, 2026-06, 2026-05",
        "2026-03-16, 2026-03-16, 2026-01, 2026-04, 2026-03",
        "2026-03-16, 2026-03-16, 2026-01, 2026-03, ",
        "2026-03-16, 2026-03-16, 2026-04,        , ",
        "2026-03-01, 2026-03-01, 2026-01,        , "
    })
    void refusesAnAmountThatTwoContractsWouldTakeOffOneMonth(
            @Nullable LocalDate firstTo,
            LocalDate nextFrom,
            YearMonth from,
            @Nullable YearMonth until,
            @Nullable YearMonth shared) {
        List<Contract> contracts = List.of(
                AnAccount.contract("next", "entity", new Term(nextFrom, null)),
                AnAccount.contract("first", "entity", new Term(LocalDate.of(2026, 1, 1), firstTo)));
        for (Reduction reduction :
                List.of(new Reduction.Amount(BigDecimal.TEN), new Reduction.PerCent(BigDecimal.TEN))) {
            CommercialTerms terms = new CommercialTerms(
                    List.of(new Discount(
                            "one",
                            "One",
                            reduction,
                            ChargeSelection.COMPUTE,
                            new Discount.Scope(List.of("next", "first", "first"), from, until),
                            null,
                            null,
                            null)),
                    List.of());

            assertThat(CommercialRules.flaws(terms, contracts))
                    .isEqualTo(
                            shared == null || reduction instanceof Reduction.PerCent
                                    ? Map.of()
                                    : Map.of(
                                            "/discounts/0/amountPerMonth",
                                            "would be taken off " + shared
                                                    + " once by the invoice of 'next' and once by"
                                                    + " that of 'first'; write a discount for each, or for months that they do not share"));
        }
    }

    @Test
    void acceptsACommitmentThatContractsInTwoCurrenciesShareOneAfterTheOther() {
        assertThat(CommercialRules.flaws(
                        commitment("100.00", CommitmentInterval.QUARTER, 12, "0"), List.of(KRONER, EUROS)))
                .isEmpty();
    }

    @Test
    void cutsIntervalsFromTheFirstMonth() {
        Commitment quarters = commitment("1.00", CommitmentInterval.QUARTER, 12, null)
                .commitments()
                .getFirst();
        assertThat(quarters.intervals())
                .extracting(span -> span.first() + " " + span.last())
                .containsExactly("2026-01 2026-03", "2026-04 2026-06", "2026-07 2026-09", "2026-10 2026-12");
        assertThat(quarters.interval("eur", YearMonth.of(2026, 8)))
                .hasValue(new MonthSpan(YearMonth.of(2026, 7), YearMonth.of(2026, 10)));
        assertThat(quarters.interval("eur", YearMonth.of(2027, 1))).isEmpty();
        assertThat(quarters.interval("other", YearMonth.of(2026, 8))).isEmpty();
    }

    private static CommercialTerms discount(
            Reduction reduction, @Nullable String cap, @Nullable String commitment, String... contracts) {
        List<String> named = contracts.length == 0 ? List.of("nok") : List.of(contracts);
        return new CommercialTerms(
                List.of(new Discount(
                        "one",
                        "One",
                        reduction,
                        ChargeSelection.COMPUTE,
                        new Discount.Scope(named, JANUARY, null),
                        cap == null ? null : new BigDecimal(cap),
                        commitment,
                        null)),
                List.of());
    }

    private static CommercialTerms commitment(
            String amount, CommitmentInterval every, int months, @Nullable String overage, String... contracts) {
        List<String> named = contracts.length == 0 ? List.of("nok", "eur") : List.of(contracts);
        return new CommercialTerms(
                List.of(),
                List.of(new Commitment(
                        "floor",
                        "Floor",
                        new Money(new BigDecimal(amount), Currency.getInstance("NOK")),
                        every,
                        new MonthSpan(JANUARY, JANUARY.plusMonths(months)),
                        ChargeSelection.COMPUTE,
                        named,
                        overage == null ? null : new BigDecimal(overage))));
    }
}
