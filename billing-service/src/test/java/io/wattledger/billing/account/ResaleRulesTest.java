package io.wattledger.billing.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.AnAccount;
import io.wattledger.billing.commercial.SomeTerms;
import io.wattledger.billing.contract.BillingTerms;
import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.InvoiceSplit;
import io.wattledger.billing.contract.Term;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One rule at a time. */
class ResaleRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final Contract CONTRACT = AnAccount.contract("c-2026", "entity", AnAccount.since2026());
    private static final Account MARKET = account("market", CONTRACT);

    @Test
    void takesATenantOfAReseller() {
        assertThat(flaws(sold("2026-12", "market", "c-2026"), MARKET)).isEmpty();
        assertThat(flaws(
                        account("t", CONTRACT, resale("2026-12", "market", "c-2026"), resale("2027-02", null, null)),
                        MARKET))
                .isEmpty();
    }

    @Test
    void wantsAResellerThatIsKnownAndNotSoldToItself() {
        assertThat(flaws(sold("2026-12", "market", "c-2026")))
                .containsExactly("/invoicedTo/0/reseller no account 'market' is known");
        assertThat(flaws(sold("2026-12", "market", "c-2027"), MARKET))
                .containsExactly("/invoicedTo/0/contract account 'market' has no contract 'c-2027'");
        Account chained = account("market", CONTRACT, resale("2027-01", "other", "c-2026"));
        assertThat(flaws(sold("2026-12", "market", "c-2026"), chained))
                .singleElement()
                .asString()
                .contains("/invoicedTo/0/reseller", "invoiced to a reseller itself");
        Account itself = account("t", CONTRACT, resale("2026-12", "t", "c-2026"));
        assertThat(flaws(itself, itself)).singleElement().asString().contains("invoiced to a reseller itself");
        assertThat(flaws(sold("2026-12", "market", null), MARKET))
                .singleElement()
                .asString()
                .contains("reseller and contract, or neither");
    }

    @Test
    void wantsAContractThatBillsAllOfItInOneCurrencyAndZone() {
        Contract ends =
                AnAccount.contract("c-2026", "entity", new Term(LocalDate.of(2026, 1, 1), LocalDate.of(2027, 1, 1)));
        assertThat(flaws(sold("2026-12", "market", "c-2026"), account("market", ends)))
                .singleElement()
                .asString()
                .contains("does not cover every day from 2026-12-01 on");
        assertThat(flaws(
                        account("t", CONTRACT, resale("2026-12", "market", "c-2026"), resale("2027-01", null, null)),
                        account("market", ends)))
                .isEmpty();
        assertThat(flaws(sold("2026-12", "market", "c-2026"), account("market", with(CONTRACT, "EUR", "Europe/Oslo"))))
                .singleElement()
                .asString()
                .contains("currency EUR", "has NOK");
        assertThat(flaws(
                        sold("2026-12", "market", "c-2026"), account("market", with(CONTRACT, "NOK", "Europe/London"))))
                .singleElement()
                .asString()
                .contains("billingTimeZone Europe/London", "has Europe/Oslo");
        InvoiceSplit split = new InvoiceSplit(YearMonth.of(2026, 1), InvoiceSplit.Mode.PER_PROJECT, List.of(), null);
        assertThat(flaws(
                        sold("2026-12", "market", "c-2026"),
                        account("market", with(CONTRACT, "NOK", "Europe/Oslo", split))))
                .singleElement()
                .asString()
                .contains("splits its months");
    }

    @Test
    void wantsNoContractMoneyInTheSameMonths() {
        CommercialTerms terms = new SomeTerms().perCent("ten", "10").terms();
        Account account = new Account(
                AnAccount.municipalBuyer("t", "Havvik"),
                List.of(CONTRACT),
                terms,
                List.of(resale("2026-12", "market", "c-2026")));
        assertThat(flaws(account, MARKET)).singleElement().asString().contains("[ten] hold in the same months");
    }

    @Test
    void changesNoMonthThatHasBegun() {
        Account direct = account("t", CONTRACT);
        Account sold = sold("2026-12", "market", "c-2026");
        assertThat(flaws(sold, direct, NOW)).isEmpty();
        // In Kiribati December begins at ten o'clock UTC on the last day of November.
        assertThat(flaws(sold, direct, Instant.parse("2026-11-30T09:59:59Z"))).isEmpty();
        assertThat(flaws(sold, direct, Instant.parse("2026-11-30T10:00:00Z")))
                .singleElement()
                .asString()
                .contains("2026-12 is invoiced, which has begun");
        assertThat(flaws(direct, sold, Instant.parse("2026-12-15T00:00:00Z")))
                .singleElement()
                .asString()
                .contains("2026-12 is invoiced");
        assertThat(flaws(
                        account("t", CONTRACT, resale("2026-12", "market", "c-2026"), resale("2027-01", null, null)),
                        sold,
                        Instant.parse("2026-12-15T00:00:00Z")))
                .isEmpty();
        assertThat(flaws(account("t", CONTRACT, resale("2026-12", null, null), resale("2026-12", null, null)), MARKET))
                .containsExactly("/invoicedTo/0/from two entries begin in 2026-12");
    }

    private static List<String> flaws(Account account, Account... resellers) {
        return text(ResaleRules.flaws(
                account, resellers.length == 0 ? Map.of() : Map.of(resellers[0].tenant(), resellers[0]), null, NOW));
    }

    private static List<String> flaws(Account account, Account before, Instant now) {
        return text(ResaleRules.flaws(account, Map.of("market", MARKET), before, now));
    }

    private static List<String> text(List<Flaw> flaws) {
        return flaws.stream().map(flaw -> flaw.pointer() + " " + flaw.detail()).toList();
    }

    private static Account sold(String from, String reseller, @Nullable String contract) {
        return account("t", CONTRACT, resale(from, reseller, contract));
    }

    private static Account account(String tenant, Contract contract, Resale... resales) {
        return new Account(
                AnAccount.municipalBuyer(tenant, "Havvik kommune"), List.of(contract), null, List.of(resales));
    }

    private static Resale resale(String from, @Nullable String reseller, @Nullable String contract) {
        return new Resale(YearMonth.parse(from), reseller, contract);
    }

    private static Contract with(Contract contract, String currency, String zone, InvoiceSplit... splits) {
        BillingTerms billing =
                new BillingTerms(ZoneId.of(zone), 30, contract.billing().unpricedUsage(), 0, null, List.of(splits));
        return new Contract(
                contract.id(),
                contract.legalEntity(),
                contract.term(),
                contract.tariff(),
                Currency.getInstance(currency),
                billing,
                contract.references(),
                contract.vat());
    }
}
