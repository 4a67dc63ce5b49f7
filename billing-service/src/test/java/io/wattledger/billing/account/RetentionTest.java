package io.wattledger.billing.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.AnAccount;
import io.wattledger.billing.invoice.LegalIdentity;
import io.wattledger.billing.invoice.Seller;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionTest {

    @ParameterizedTest
    @CsvSource({
        // country, years that the entity states, issue date; last day on which it is kept
        "NO, , 2026-01-01, 2031-12-31",
        "NO, , 2026-12-31, 2031-12-31",
        "NO, 10, 2026-10-31, 2036-12-31",
        "GB, , 2026-10-31, 2032-10-30",
        "GB, , 2024-02-29, 2030-02-27",
        "GB, 7, 2026-10-31, 2033-10-30",
        "DE, , 2026-10-31, 2034-12-31",
        "FR, , 2026-10-31, 2036-12-31",
        "SE, , 2026-10-31, ",
        "SE, 7, 2026-10-31, 2033-12-31"
    })
    void isWhatTheLawSaysOrLonger(String country, Integer years, LocalDate issued, LocalDate lastDay) {
        Optional<Retention> retention = Retention.of(entity(country, years));

        assertThat(retention.map(rule -> rule.lastDay(issued))).isEqualTo(Optional.ofNullable(lastDay));
        retention.ifPresent(rule -> assertThat(rule.provision()).isNotBlank());
    }

    @ParameterizedTest
    @CsvSource({
        "NO, 4, 4 is less than the 5 years for which documents must be kept in NO (bokføringsloven § 13 (2)",
        "FR, 9, 9 is less than the 10 years",
        "SE, 0, 0 is less than the 1 years"
    })
    void isNeverShorterThanTheLawSays(String country, int years, String words) {
        assertThat(LegalEntityRules.flaws(entity(country, years)))
                .filteredOn(flaw -> flaw.pointer().equals("/retentionYears"))
                .singleElement()
                .satisfies(flaw -> assertThat(flaw.detail()).startsWith(words));
        assertThat(LegalEntityRules.flaws(entity(country, 30)))
                .noneMatch(flaw -> flaw.pointer().equals("/retentionYears"));
    }

    private static LegalEntity entity(String country, Integer years) {
        LegalEntity entity = AnAccount.norwegianEntity("e", "E-");
        Seller seller = entity.seller();
        return new LegalEntity(
                new Seller(
                        seller.legalEntity(),
                        seller.name(),
                        new LegalIdentity(country, null, null, null),
                        seller.electronicAddress(),
                        seller.address(),
                        seller.contact(),
                        seller.bank(),
                        seller.accountingCurrency()),
                entity.invoiceSeries(),
                null,
                null,
                years);
    }
}
