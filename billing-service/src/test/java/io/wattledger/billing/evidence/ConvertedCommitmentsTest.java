package io.wattledger.billing.evidence;

import static io.wattledger.billing.evidence.BooksHold.isWithinWhatWasBilled;
import static io.wattledger.billing.evidence.RandomMonths.cents;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.RatedDay;
import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.SomeTerms;
import io.wattledger.billing.contract.CommitmentInterval;
import io.wattledger.billing.invoice.ContractMoney.CommitmentDrawn;
import io.wattledger.billing.invoice.CreditRequest;
import io.wattledger.billing.invoice.ExchangeRate;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.Money;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Months in one currency that count towards a commitment in another, and are corrected once the rate is another. */
class ConvertedCommitmentsTest {

    private static final int STEPS = 8;
    private static final Currency NOK = Currency.getInstance("NOK");

    static List<Long> seeds() {
        return Seeds.of(
                20_261_203L,
                300,
                // More had been drawn than was given back, or less, since the rate of the next invoice was another.
                -3233587010885413828L,
                -5836176754051592865L);
    }

    /** 1,000.00 draw 80.00 EUR; 400.00 of them are taken back once the rate is 0.09, and then all: 80.00 go back. */
    @Test
    void givesBackByTheRateByWhichWasDrawn() {
        CommercialBasis basis = new SomeTerms()
                .rate("NOK", "EUR", "0.08")
                .commitment("floor", money("EUR", "80.00"), CommitmentInterval.YEAR, null)
                .endingBeforeTheMonth()
                .basis();
        AMonthInBooks month = new AMonthInBooks(gpuTime("1000.00"), basis);
        month.convertingBy(rate("EUR", "0.09"));

        month.onNextInvoice(gpuTime("600.00"), RandomMonths.own("9000.00"));
        CommitmentDrawn next = counted(month.after(1).getFirst()).findFirst().orElseThrow();
        // 32.00 EUR are given back by 0.08, and drawn again by 355.50 of its own at 0.09.
        assertThat(next.balance().drawn()).isEqualTo(money("EUR", "0.00"));
        assertThat(next.lines().getLast().drawn()).isEqualTo(money("EUR", "-32.00"));
        assertThat(next.countedByRate()).isEqualTo(money("NOK", "355.50"));

        month.credit("NO26-000002", new CreditRequest.InFull());
        month.credit("NO26-000001", new CreditRequest.InFull());
        month.credit("NO26-000002", new CreditRequest.InFull());
        assertThat(drawn(month, "EUR")).isEqualTo(money("EUR", "0.00"));
    }

    /** At least nothing and at most all that is committed is drawn, and nothing where nothing counts. */
    @ParameterizedTest
    @MethodSource("seeds")
    void drawsWhatCounts(long seed) {
        Random random = new Random(seed);
        String currency = List.of("EUR", "HUF", "JPY").get(random.nextInt(3));
        int digits = Currency.getInstance(currency).getDefaultFractionDigits();
        BigDecimal before = rate(random, currency);
        Money committed = new Money(
                new BigDecimal(cents(random, 300_000)).multiply(before).setScale(digits, RoundingMode.UP),
                Currency.getInstance(currency));
        CommercialBasis basis = new SomeTerms()
                .perCent("volume", Integer.toString(1 + random.nextInt(60)))
                .rate("NOK", currency, before.toPlainString())
                .commitment("floor", committed, CommitmentInterval.YEAR, "80")
                .endingBeforeTheMonth()
                .basis();
        AMonthInBooks month = new AMonthInBooks(RandomMonths.usage(random), basis);
        for (int i = 0; i < STEPS; i++) {
            month.convertingBy(rate(currency, rate(random, currency).toPlainString()));
            int size = month.size();
            if (random.nextBoolean()) {
                RandomMonths.ask(random, month);
            } else if (!month.isCreditedInFull()) {
                List<RatedUsage> now = RandomMonths.usage(random);
                if (!random.nextBoolean() || !month.atOnce(now)) {
                    month.onNextInvoiceDrawing(now, RandomMonths.own(cents(random, 600_000)));
                }
            }
            month.after(size).forEach(BooksHold::holds);
            isWithinWhatWasBilled(month);
            BigDecimal counts = month.after(0).stream()
                    .flatMap(ConvertedCommitmentsTest::counted)
                    .map(one -> one.counted().amount())
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(counts).as("step %d, in NOK", i).isNotNegative();
            assertThat(drawn(month, currency).amount())
                    .as("step %d, of %s NOK", i, counts)
                    .isBetween(BigDecimal.ZERO, counts.signum() == 0 ? BigDecimal.ZERO : committed.amount());
        }
    }

    private static Stream<CommitmentDrawn> counted(Invoice document) {
        return Stream.ofNullable(document.totals().money()).flatMap(money -> money.commitments().stream());
    }

    private static Money drawn(AMonthInBooks month, String currency) {
        return month.after(0).stream()
                .flatMap(ConvertedCommitmentsTest::counted)
                .map(one -> one.balance().drawn())
                .reduce(Money.zero(Currency.getInstance(currency)), Money::plus);
    }

    /** Between 90 and 110 per cent of what a krone costs. */
    private static BigDecimal rate(Random random, String currency) {
        BigDecimal usual =
                switch (currency) {
                    case "EUR" -> new BigDecimal("0.085");
                    case "HUF" -> new BigDecimal("33.5");
                    default -> new BigDecimal("13.6");
                };
        return usual.multiply(BigDecimal.valueOf(90 + random.nextInt(21), 2));
    }

    private static ExchangeRate rate(String currency, String rate) {
        return new ExchangeRate(
                NOK, Currency.getInstance(currency), LocalDate.of(2026, 12, 1), new BigDecimal(rate), "Norges Bank");
    }

    private static Money money(String currency, String amount) {
        return new Money(new BigDecimal(amount), Currency.getInstance(currency));
    }

    private static List<RatedUsage> gpuTime(String amount) {
        return List.of(RatedDay.of("havvik", "c-2026", "2026-10-01")
                .gpuHours("1", amount)
                .build());
    }
}
