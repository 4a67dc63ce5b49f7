package io.wattledger.billing.credit;

import static io.wattledger.billing.commercial.SomeTerms.nok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CreditLedgerTest {

    private static final LocalDate DAY = LocalDate.of(2026, 10, 1);

    @ParameterizedTest
    @CsvSource({
        "DRAWN,    100.01, N-1, more than the 100.00",
        "EXPIRED,  100.01,    , more than the 100.00",
        "VOIDED,     0.00,    , not more than zero",
        "RETURNED,   0.01, N-1, more than the 0.00",
        "OPENED,     1.00,    , opened once"
    })
    void refusesWhatDoesNotFit(CreditEntryKind kind, String amount, @Nullable String number, String why) {
        assertThatThrownBy(() -> opened(CreditKind.PAID).with(entry(kind, amount, number)))
                .isInstanceOf(CreditEntryRefused.class)
                .hasMessageContaining(why);
    }

    @Test
    void takesTheEntryOfADocumentOnce() {
        CreditLedger drawn = opened(CreditKind.PAID).with(entry(CreditEntryKind.DRAWN, "10.00", "N-1"));
        assertThatThrownBy(() -> drawn.with(entry(CreditEntryKind.DRAWN, "10.00", "N-1")))
                .hasMessageContaining("N-1 has an entry already");
        assertThat(drawn.with(entry(CreditEntryKind.RETURNED, "10.00", "N-2")).balance())
                .isEqualTo(nok("100.00"));
    }

    @ParameterizedTest
    @CsvSource({
        "PAID,        OPENED,   BANK,       CREDITS",
        "PAID,        DRAWN,    CREDITS,    RECEIVABLE",
        "PAID,        RETURNED, RECEIVABLE, CREDITS",
        "PAID,        EXPIRED,  CREDITS,    FORFEITED",
        "PAID,        VOIDED,   CREDITS,    BANK",
        "PROMOTIONAL, OPENED,   PROMOTIONS, CREDITS",
        "PROMOTIONAL, DRAWN,    CREDITS,    ALLOWANCES",
        "PROMOTIONAL, RETURNED, ALLOWANCES, CREDITS",
        "PROMOTIONAL, EXPIRED,  CREDITS,    PROMOTIONS",
        "PROMOTIONAL, VOIDED,   CREDITS,    PROMOTIONS"
    })
    void movesEachEntryBetweenTwoAccounts(
            CreditKind kind, CreditEntryKind entry, CreditAccount debit, CreditAccount credit) {
        assertThat(List.of(entry.debit(kind), entry.credit(kind))).containsExactly(debit, credit);
    }

    /** Whatever is tried in whatever order: debits are credits, and nothing falls below zero. */
    @ParameterizedTest
    @EnumSource(CreditKind.class)
    void balancesWhateverIsTried(CreditKind kind) {
        Random random = new Random(20_261_128L);
        for (int i = 0; i < 200; i++) {
            CreditLedger ledger = opened(kind);
            for (int entry = 0; entry < 20; entry++) {
                CreditEntryKind tried = CreditEntryKind.values()[random.nextInt(5)];
                boolean document = tried == CreditEntryKind.DRAWN || tried == CreditEntryKind.RETURNED;
                BigDecimal amount = BigDecimal.valueOf(random.nextInt(6_000), 2);
                try {
                    ledger = ledger.with(entry(tried, amount.toPlainString(), document ? "N-" + entry : null));
                } catch (CreditEntryRefused refused) {
                    assertThat(refused.detail()).isNotBlank();
                }
                assertThat(ledger.balance().signum()).isNotNegative();
                assertThat(ledger.accounts().values().stream().reduce(nok("0.00"), Money::plus))
                        .isEqualTo(nok("0.00"));
                assertThat(ledger.accounts().getOrDefault(CreditAccount.CREDITS, nok("0.00")))
                        .isEqualTo(ledger.balance().negated());
            }
        }
    }

    private static CreditLedger opened(CreditKind kind) {
        Credit credit = new Credit("c-1", kind, "Order 7", Currency.getInstance("NOK"), DAY, null);
        return CreditLedger.open(credit, nok("100.00"), DAY, "payment-1");
    }

    private static CreditEntry entry(CreditEntryKind kind, String amount, @Nullable String number) {
        return new CreditEntry(kind, nok(amount), DAY, number, "reference");
    }
}
