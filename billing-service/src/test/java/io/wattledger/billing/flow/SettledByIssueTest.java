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
import io.wattledger.billing.contract.Term;
import io.wattledger.billing.contract.UnpricedUsage;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithSuite
class SettledByIssueTest {

    private static final String OTHERWISE =
            "; end it with validTo after the months that are issued, and begin another contract";

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
                            + OTHERWISE);
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
                                                + " tariff 'nordic' and would be billed anew" + OTHERWISE));
    }

    /** A credit note would bear the name of the one and a number of the other. */
    @Test
    void refusesAnotherLegalEntityOnceAMonthIsIssued() {
        LegalEntity entity = books.legalEntity();
        LegalEntity other = books.legalEntity();
        String tenant = books.tenantOf(entity);
        Account moved = AnAccount.municipality(tenant, AnAccount.contract("c-2026", other.id(), AnAccount.since2026()));
        assertThat(refusals(moved)).isEmpty();
        books.issued(tenant);

        assertThat(refusals(moved))
                .containsExactly("/accounts/0/contracts/0/legalEntity '" + other.id()
                        + "': months of this contract were issued by '" + entity.id()
                        + "', and what corrects them would have numbers and VAT of the other" + OTHERWISE);
    }

    /** The month was issued in full, and another contract would bill it again. */
    @ParameterizedTest
    @CsvSource({
        "2026-01-01, 2026-10-01, validTo,   2026-10-01",
        "2026-01-01, 2026-04-01, validTo,   2026-04-01",
        "2026-11-01,           , validFrom, 2026-11-01"
    })
    void refusesATermThatLeavesAnIssuedMonthWithoutADay(
            LocalDate from, @Nullable LocalDate to, String member, String value) {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(entity);
        Contract next = AnAccount.contract("d-2026", entity.id(), new Term(LocalDate.of(2026, 12, 1), null));
        Contract cut = AnAccount.contract(
                "c-2026", entity.id(), new Term(from, to == null ? next.term().validFrom() : to));
        Account without = AnAccount.municipality(tenant, cut, next);
        assertThat(refusals(without)).isEmpty();
        books.issued(tenant);

        assertThat(refusals(without))
                .containsExactly("/accounts/0/contracts/0/" + member + " '" + value
                        + "': 2026-10 of this contract was issued; its invoice would stay while another contract bills the"
                        + " month again" + OTHERWISE);
        Term oneDay = new Term(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 10, 2));
        assertThat(refusals(AnAccount.municipality(tenant, AnAccount.contract("c-2026", entity.id(), oneDay), next)))
                .isEmpty();
    }

    @Test
    void refusesAnAccountWithoutAContractOfWhichAMonthIsIssued() {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(entity);
        Account renamed =
                AnAccount.municipality(tenant, AnAccount.contract("renamed", entity.id(), AnAccount.since2026()));
        assertThat(refusals(renamed)).isEmpty();
        books.issued(tenant);

        assertThat(refusals(renamed))
                .containsExactly(
                        "/accounts/0/contracts 'c-2026' is left out, but months of it were issued, the last of them"
                                + " 2026-10, and nothing would correct them any more; leave it in, and end it with validTo after them");
    }

    /** Corrections and later invoices know the month by the days of its invoice. */
    @Test
    void refusesDaysThatAnIssuedMonthDidNotBill() {
        LegalEntity entity = books.legalEntity();
        String tenant = Books.unused("tenant");
        books.apply(List.of(), List.of(running(entity, tenant, "2026-10-05", "2026-10-16")));
        Account longer = running(entity, tenant, "2026-10-05", null);
        Account earlier = running(entity, tenant, "2026-10-04", "2026-10-16");
        assertThat(refusals(longer)).isEmpty();
        assertThat(refusals(earlier)).isEmpty();
        books.rated(RatedDay.of(tenant, "c-2026", "2026-10-05").gpuHours("1", "10"));
        books.run(tenant);

        String billed =
                " 2026-10 of this contract was issued from 2026-10-05 to 2026-10-15, and no invoice would bill the days"
                        + " that are added to it; begin another contract for them";
        assertThat(refusals(longer)).containsExactly("/accounts/0/contracts/0/validTo" + billed);
        assertThat(refusals(earlier)).containsExactly("/accounts/0/contracts/0/validFrom" + billed);
        // What was cut off may come back, as far as the invoice has billed it.
        books.apply(List.of(), List.of(running(entity, tenant, "2026-10-05", "2026-10-11")));
        assertThat(refusals(longer)).containsExactly("/accounts/0/contracts/0/validTo" + billed);
        assertThat(refusals(running(entity, tenant, "2026-10-05", "2026-10-16")))
                .isEmpty();
    }

    private static Account running(LegalEntity entity, String tenant, String from, @Nullable String to) {
        Term term = new Term(LocalDate.parse(from), to == null ? null : LocalDate.parse(to));
        return AnAccount.municipality(tenant, AnAccount.contract("c-2026", entity.id(), term));
    }

    private List<String> refusals(Account account) {
        return switch (applyCatalog.apply(new ApplyCatalog.Catalog(List.of(), List.of(account)), "test", true)) {
            case CatalogOutcome.Refused refused ->
                refused.flaws().stream()
                        .map(flaw -> flaw.pointer() + " " + flaw.detail())
                        .toList();
            case CatalogOutcome.Applied ignored -> List.of();
        };
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
