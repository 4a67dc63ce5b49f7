package io.wattledger.billing.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.invoice.LineAmount;
import io.wattledger.billing.invoice.LineQuantity;
import io.wattledger.billing.invoice.Money;
import io.wattledger.contracts.message.ChargeUnit;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Currency;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatedPriceTest {

    @ParameterizedTest(name = "{0} at {1} = {2}: {3} per {4}")
    @CsvSource({
        // quantity, unit price, net, price, base quantity
        "100.0000, 24.90, 2490.00, 24.9, ",
        "2.0000, 24.9, 49.80, 24.9, ",
        "12345.6789, 0.412837123456, 5096.75, 41.2837, 100",
        "3466742.4000, 0.412837100000, 1431199.88, 412.8371, 1000",
        "-1100.0000, 0.0125, -13.75, 0.0125, ",
        "0.0000, 0, 0.00, 0, ",
        "0.0001, 100, 0.01, 100, ",
        "987654321.1234, 0.123456789012, 121932631.14, 1234567.8901, 10000000",
        // A tariff price that misses the net amount by a cent gives way to the average.
        "3.3333, 0.30, 1.01, 0.303, ",
    })
    void statesThePriceForTheFewestUnitsThatMakeItExact(
            BigDecimal quantity, BigDecimal unitPrice, BigDecimal net, BigDecimal price, BigDecimal base) {
        Money money = Money.rounded(net, Currency.getInstance("NOK"));
        StatedPrice result = StatedPrice.of(
                new LineQuantity(quantity, ChargeUnit.GPU_HOUR, quantity, unitPrice, unitPrice),
                new LineAmount(money, net));
        BigDecimal divisor = result.baseQuantity() == null ? BigDecimal.ONE : result.baseQuantity();
        assertThat(quantity.multiply(result.amount())
                        .divide(divisor, MathContext.DECIMAL128)
                        .setScale(2, RoundingMode.HALF_UP))
                .isEqualByComparingTo(net);
        assertThat(result.amount()).isEqualByComparingTo(price);
        assertThat(result.amount().scale()).isLessThanOrEqualTo(4);
        assertThat(divisor).isEqualByComparingTo(base == null ? BigDecimal.ONE : base);
    }
}
