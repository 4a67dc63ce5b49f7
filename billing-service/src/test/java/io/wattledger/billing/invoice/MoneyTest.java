package io.wattledger.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Currency;
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
}
