package io.wattledger.billing.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How an invoice stands, from the entries of its ledger. */
class ReceivableTest {

    private static final LocalDate ISSUED = LocalDate.of(2026, 11, 2);
    private static final LocalDate DUE = LocalDate.of(2026, 12, 2);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            100.00 |                                | 2026-12-02 | 100.00 | issued
            100.00 |                                | 2026-12-03 | 100.00 | overdue
            100.00 | paid 40                        | 2026-12-02 | 60.00  | part-paid
            100.00 | paid 40                        | 2026-12-03 | 60.00  | overdue
            100.00 | paid 40; paid 60               | 2026-12-03 | 0.00   | paid
            100.00 | credited 100                   | 2026-12-03 | 0.00   | credited
            100.00 | credited 30; paid 70           | 2026-12-03 | 0.00   | paid
            100.00 | paid 120                       | 2026-11-03 | -20.00 | overpaid
            100.00 | paid 120; refunded 20          | 2026-11-03 | 0.00   | paid
            100.00 | paid 100; credited 100         | 2026-11-03 | -100.00 | overpaid
            100.00 | paid 100; credited 100; refunded 100 | 2026-11-03 | 0.00 | credited
            100.00 | paid 90; written_off 10        | 2027-01-01 | 0.00   | written-off
            100.00 | paid 60; returned 60           | 2026-11-03 | 100.00 | issued
            100.00 | paid 100; returned 40          | 2026-12-03 | 40.00  | overdue
            0.00   |                                | 2027-01-01 | 0.00   | paid
            -5.00  |                                | 2027-01-01 | -5.00  | overpaid
            """)
    void standsAsItsEntriesSay(String payable, String entries, LocalDate day, BigDecimal balance, String state) {
        Receivable receivable = issued(payable);
        int reference = 0;
        for (String entry : entries == null ? new String[0] : entries.split(";")) {
            String[] words = entry.strip().split(" ");
            EntryKind kind = EntryKind.valueOf(words[0].toUpperCase(Locale.ROOT));
            receivable = receivable.with(entry(kind, words[1], "r" + reference++));
        }

        assertThat(receivable.balance()).isEqualByComparingTo(balance);
        assertThat(receivable.on(day).code()).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({
        "ISSUED, 1, issued once",
        "PAID, 0, not more than zero",
        "PAID, -1, not more than zero",
        "CREDITED, 100.01, more than the 100.00 that can be credited",
        "WRITTEN_OFF, 60.01, more than the 60.00 that can be written off",
        "RETURNED, 40.01, more than the 40.00 that can be returned",
        "REFUNDED, 0.01, more than the 0 that can be refunded"
    })
    void refusesWhatIsNotLegalAsItStands(EntryKind kind, String amount, String words) {
        Receivable receivable = issued("100.00").with(entry(EntryKind.PAID, "40.00", "bank-1"));

        assertThatThrownBy(() -> receivable.with(entry(kind, amount, "x")))
                .isInstanceOf(EntryRefused.class)
                .hasMessageContaining(words);
    }

    @Test
    void takesTheSamePaymentOnce() {
        Receivable receivable = issued("100.00").with(entry(EntryKind.PAID, "40.00", "bank-1"));

        assertThatThrownBy(() -> receivable.with(entry(EntryKind.PAID, "40.00", "bank-1")))
                .isInstanceOf(EntryRefused.class)
                .hasMessageContaining("bank-1");
    }

    @Test
    void beginsWithTheIssueOfTheInvoice() {
        assertThatThrownBy(() -> new Receivable(DUE, List.of(entry(EntryKind.PAID, "1", "bank-1"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Debits equal credits, the balance is that of the account, and credit notes never exceed the invoice. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8})
    void balancesWhateverIsEntered(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            Receivable receivable =
                    issued(BigDecimal.valueOf(random.nextInt(100_000), 2).toPlainString());
            for (int n = 0; n < 10; n++) {
                EntryKind kind = EntryKind.values()[random.nextInt(EntryKind.values().length)];
                BigDecimal amount = BigDecimal.valueOf(random.nextInt(50_000) - 1_000, 2);
                Receivable before = receivable;
                try {
                    receivable = receivable.with(new ReceivableEntry(kind, amount, ISSUED, "r" + n));
                } catch (EntryRefused refused) {
                    assertThat(receivable).isSameAs(before);
                }
            }
            assertThat(receivable.accounts().values().stream().reduce(BigDecimal.ZERO, BigDecimal::add))
                    .isEqualByComparingTo("0");
            assertThat(receivable.accounts().get(BookAccount.RECEIVABLE)).isEqualByComparingTo(receivable.balance());
            assertThat(receivable.sum(EntryKind.CREDITED))
                    .isLessThanOrEqualTo(receivable.entries().getFirst().amount());
        }
    }

    private static Receivable issued(String payable) {
        return new Receivable(
                DUE, List.of(new ReceivableEntry(EntryKind.ISSUED, new BigDecimal(payable), ISSUED, "NO26-000001")));
    }

    private static ReceivableEntry entry(EntryKind kind, String amount, String reference) {
        return new ReceivableEntry(kind, new BigDecimal(amount), ISSUED, reference);
    }
}
