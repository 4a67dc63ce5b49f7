package io.wattledger.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.message.ChargeUnit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvoicedQuantityTest {

    @ParameterizedTest
    @CsvSource({
        // exact, amount, tariff price, currency; invoiced, price
        "1234.56785, 30740.739465, 24.90, NOK, 1234.5679, 24.90",
        // The invoiced quantity at the tariff's price would be 60.01, and the net amount is 60.00.
        "1.00008, 60.0048, 60, NOK, 1.0001, 59.994000599940",
        "10, 100, , NOK, 10.0000, 10",
        "3, 10, , NOK, 3.0000, 3.333333333333",
        "10, -5, , NOK, -10.0000, 0.5",
        "10, -5, -0.5, NOK, -10.0000, 0.5",
        "0.00001, 5, 500000, NOK, 0.0001, 50000",
        "0.00001, 0.001, 100, NOK, 0.0000, 100",
        "0, 12, , NOK, 0.0001, 120000",
        "0.00005, 0.5, 10000, NOK, 0.0001, 5000",
        "10, 0, 0, NOK, 10.0000, 0",
        "2, 3, 1.5, JPY, 2.0000, 1.5"
    })
    void findsAQuantityAndAPriceThatElectronicFormatsCanCarry(
            String exact, String amount, String tariffPrice, String currency, String invoiced, String price) {
        LineQuantity quantity = quantity(exact, amount, tariffPrice, currency);

        assertThat(quantity.invoiced()).isEqualTo(new BigDecimal(invoiced));
        assertThat(quantity.invoicedUnitPrice()).isEqualByComparingTo(price);
    }

    @Test
    void hasNoAveragePriceWithoutQuantity() {
        assertThat(quantity("0", "12", null, "NOK").averageUnitPrice()).isNull();
        assertThat(quantity("4", "-12", null, "NOK").averageUnitPrice()).isEqualByComparingTo("-3");
    }

    /** Stricter than Peppol R120, which lets quantity times price be 0.02 off; BR-27: no negative price. */
    @Test
    void alwaysMeetsTheNetAmount() {
        Random random = new Random(20261031);
        Currency currency = Currency.getInstance("NOK");
        for (int i = 0; i < 20_000; i++) {
            BigDecimal exact = BigDecimal.valueOf(random.nextLong(1_000_000_000_000L), random.nextInt(12));
            BigDecimal price = BigDecimal.valueOf(random.nextLong(10_000_000L) - 2_000_000, random.nextInt(8));
            BigDecimal amount = exact.multiply(price);
            Money net = Money.rounded(amount, currency);

            LineQuantity quantity = InvoicedQuantity.of(exact, ChargeUnit.GPU_HOUR, amount, net, price);

            BigDecimal product = quantity.invoiced().multiply(quantity.invoicedUnitPrice());
            assertThat(product.setScale(2, RoundingMode.HALF_UP))
                    .as("%s at %s", exact, price)
                    .isEqualByComparingTo(net.amount());
            assertThat(quantity.invoicedUnitPrice().signum()).isNotNegative();
            assertThat(quantity.invoicedUnitPrice().scale()).isLessThanOrEqualTo(12);
        }
    }

    private static LineQuantity quantity(String exact, String amount, String tariffPrice, String currency) {
        BigDecimal unrounded = new BigDecimal(amount);
        return InvoicedQuantity.of(
                new BigDecimal(exact),
                ChargeUnit.GPU_HOUR,
                unrounded,
                Money.rounded(unrounded, Currency.getInstance(currency)),
                tariffPrice == null ? null : new BigDecimal(tariffPrice));
    }
}
