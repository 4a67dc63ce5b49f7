package io.wattledger.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyTest {

    @ParameterizedTest
    @CsvSource({"1.5, NOK", "1.500, NOK", "1.0, JPY", "1.00, BHD"})
    void refusesDecimalsThatTheCurrencyDoesNotHave(BigDecimal amount, String currency) {
        assertThatThrownBy(() -> new Money(amount, Currency.getInstance(currency)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(currency);
    }

    @Test
    void addsNoOtherCurrency() {
        Money kroner = Money.zero(Currency.getInstance("NOK"));
        Money euros = Money.zero(Currency.getInstance("EUR"));

        assertThatThrownBy(() -> kroner.plus(euros)).hasMessage("cannot add EUR to NOK");
    }

    @Test
    void isZeroAtTheCurrencysMinorDigits() {
        assertThat(Money.zero(Currency.getInstance("BHD")).amount()).isEqualTo(new BigDecimal("0.000"));
    }

    @ParameterizedTest
    @CsvSource({
        "0.10, 1.00 1.00 1.00, 0.03 0.04 0.03",
        "-62.50, -249.00 -1.00, -62.25 -0.25",
        "1.00, 3.00 -1.00, 1.50 -0.50",
        "0.01, 5.00 -5.00, 0.01 0.00",
        "0.00, 1.00, 0.00"
    })
    void sharesAlwaysComeToTheWhole(String whole, String parts, String shares) {
        Currency nok = Currency.getInstance("NOK");

        List<Money> shared = new Money(new BigDecimal(whole), nok)
                .sharedBy(Stream.of(parts.split(" "))
                        .map(one -> new Money(new BigDecimal(one), nok))
                        .toList());

        assertThat(shared.stream().map(one -> one.amount().toPlainString())).containsExactly(shares.split(" "));
    }
}
