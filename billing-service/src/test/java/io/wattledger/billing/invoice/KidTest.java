package io.wattledger.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wattledger.billing.account.CheckDigits;
import io.wattledger.billing.invoice.KidAgreement.CheckDigit;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KidTest {

    private final Random random = new Random(20_261_128L);

    // Check digits computed from the weights by another program.
    @ParameterizedTest
    @CsvSource({
        "0, , 1234567890, MOD10, 12345678903",
        "0, , NO26-000042, MOD10, 00260000427",
        "7, 1234, NO26-000042, MOD10, 000123400260000421",
        "0, , 1234567890, MOD11, 12345678903",
        "0, , NO26-000042, MOD11, 0026000042-"
    })
    void isCustomerInvoiceAndCheckDigit(
            int customerDigits, String customer, String number, CheckDigit how, String kid) {
        assertThat(Kid.of(new KidAgreement(customerDigits, 10, how), customer, number))
                .isEqualTo(kid);
    }

    @RepeatedTest(50)
    void isProvenByTheCheckAndNotWithAnyOtherDigit() {
        String number = Long.toString(random.nextLong(10_000_000_000L));
        String ten = Kid.of(new KidAgreement(0, 10, CheckDigit.MOD10), null, number);
        String eleven = Kid.of(new KidAgreement(0, 10, CheckDigit.MOD11), null, number);
        for (int i = 0; i < ten.length() - 1; i++) {
            char other = (char) ('0' + (ten.charAt(i) - '0' + 1 + random.nextInt(9)) % 10);
            assertThat(CheckDigits.kidMod10(ten.substring(0, i) + other + ten.substring(i + 1)))
                    .isFalse();
            assertThat(CheckDigits.kidMod11(eleven.substring(0, i) + other + eleven.substring(i + 1)))
                    .isFalse();
        }
        assertThat(CheckDigits.kidMod10(ten)).isTrue();
        assertThat(CheckDigits.kidMod11(eleven)).isTrue();
    }

    @Test
    void refusesNumbersThatTheAgreementHasNoRoomFor() {
        KidAgreement agreement = new KidAgreement(3, 5, CheckDigit.MOD10);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Kid.of(agreement, "1234", "1"))
                .withMessageContaining("customer number '1234'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Kid.of(agreement, null, "1"))
                .withMessageContaining("customer number ''");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Kid.of(agreement, "1", "NO26-000042"))
                .withMessageContaining("invoice number '26000042'");
    }
}
