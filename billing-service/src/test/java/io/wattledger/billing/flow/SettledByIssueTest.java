package io.wattledger.billing.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.contract.BillingTerms;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.UnpricedUsage;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithSuite
class SettledByIssueTest {

    @Inject
    Books books;

    @Inject
    ApplyCatalog applyCatalog;

    /** From Oslo to UTC the first hours of November would be billed never, from UTC to Oslo twice. */
    @ParameterizedTest
    @CsvSource({"Europe/Oslo, UTC", "UTC, Europe/Oslo"})
    void refusesNewMidnightsOnceAMonthIsIssued(String from, String to) {
        LegalEntity entity = books.legalEntity();
        String tenant = Books.unused("tenant");
        books.apply(List.of(), List.of(account(entity, tenant, from)));
        // A day in the middle lies in October by either midnights.
        books.rated(RatedDay.of(tenant, "c-2026", "2026-10-15").gpuHours("1", "10"));
        books.run(tenant);

        CatalogOutcome moved = applyCatalog.apply(
                new ApplyCatalog.Catalog(List.of(), List.of(account(entity, tenant, to))), "test", false);

        assertThat(moved).isInstanceOfSatisfying(CatalogOutcome.Refused.class, refused -> {
            assertThat(refused.flaws()).hasSize(1);
            assertThat(refused.flaws().getFirst().pointer()).isEqualTo("/accounts/0/contracts/0/billingTimeZone");
            assertThat(refused.flaws().getFirst().detail())
                    .isEqualTo("'" + to + "': months of this contract were issued by the midnights of " + from
                            + "; end it with validTo, and begin another contract");
        });
        assertThat(books.apply(List.of(), List.of(account(entity, tenant, from)))
                        .unchanged())
                .isEqualTo(1);
    }

    /** All months that are issued would be rated by it, and the difference would stand on the next invoice. */
    @Test
    void refusesAnotherTariffOnceAMonthIsIssued() {
        LegalEntity entity = books.legalEntity();
        String tenant = Books.unused("tenant");
        books.apply(List.of(), List.of(account(entity, tenant, "Europe/Oslo")));
        Account dearer = account(entity, tenant, "Europe/Oslo", "dearer");
        assertThat(applyCatalog.apply(new ApplyCatalog.Catalog(List.of(), List.of(dearer)), "test", true))
                .isInstanceOf(CatalogOutcome.Applied.class);
        books.rated(RatedDay.of(tenant, "c-2026", "2026-10-01").gpuHours("1", "10"));
        books.run(tenant);

        assertThat(applyCatalog.apply(new ApplyCatalog.Catalog(List.of(), List.of(dearer)), "test", false))
                .isInstanceOfSatisfying(
                        CatalogOutcome.Refused.class,
                        refused -> assertThat(refused.flaws())
                                .extracting(flaw -> flaw.pointer() + " " + flaw.detail())
                                .containsExactly(
                                        "/accounts/0/contracts/0/tariff 'dearer': months of this contract were issued by the"
                                                + " tariff 'nordic' and would be billed anew; end it with validTo, and begin another contract"));
    }

    /** Its numbers are on invoices of the one that had it. */
    @Test
    void lendsNobodyAPrefixUnderWhichAnotherHasGivenNumbers() {
        LegalEntity used = books.legalEntity();
        LegalEntity unused = books.legalEntity();
        String tenant = books.tenantOf(used);
        books.rated(RatedDay.of(tenant, "c-2026", "2026-10-01").gpuHours("1", "10"));
        books.run(tenant);
        for (LegalEntity entity : List.of(used, unused)) {
            books.apply(List.of(AnAccount.norwegianEntity(entity.id(), "NEW-" + entity.id())), List.of());
        }

        assertThat(applyCatalog.apply(taking(used), "test", true))
                .isInstanceOfSatisfying(
                        CatalogOutcome.Refused.class,
                        refused -> assertThat(refused.flaws())
                                .extracting(flaw -> flaw.pointer() + " " + flaw.detail())
                                .containsExactly("/legalEntities/0/invoiceSeries/prefix '"
                                        + used.invoiceSeries().prefix() + "' is already the prefix of legal entity "
                                        + used.id()));
        assertThat(applyCatalog.apply(taking(unused), "test", true)).isInstanceOf(CatalogOutcome.Applied.class);
    }

    private static ApplyCatalog.Catalog taking(LegalEntity entity) {
        return new ApplyCatalog.Catalog(
                List.of(AnAccount.norwegianEntity(
                        Books.unused("other"), entity.invoiceSeries().prefix())),
                List.of());
    }

    @Test
    void takesNewMidnightsBeforeAnyMonthIsIssued() {
        LegalEntity entity = books.legalEntity();
        String tenant = Books.unused("tenant");
        books.apply(List.of(), List.of(account(entity, tenant, "Europe/Oslo")));

        assertThat(books.apply(List.of(), List.of(account(entity, tenant, "UTC")))
                        .changed())
                .isEqualTo(1);
    }

    private static Account account(LegalEntity entity, String tenant, String zone) {
        return account(entity, tenant, zone, "nordic");
    }

    private static Account account(LegalEntity entity, String tenant, String zone, String tariff) {
        Contract contract = AnAccount.contract("c-2026", entity.id(), AnAccount.since2026());
        return AnAccount.municipality(
                tenant,
                new Contract(
                        contract.id(),
                        contract.legalEntity(),
                        contract.term(),
                        tariff,
                        contract.currency(),
                        new BillingTerms(ZoneId.of(zone), 30, UnpricedUsage.HOLD),
                        contract.references(),
                        contract.vat()));
    }
}
