package io.wattledger.billing.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.ContractReferences;
import io.wattledger.billing.flow.RunBook.ItemState;
import io.wattledger.billing.period.HoldReason;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithSuite
class IssueInvoiceTest {

    @Inject
    Books books;

    @Inject
    ReadInvoices readInvoices;

    @Inject
    ReadCharges readCharges;

    @Inject
    TenantScope scope;

    @Test
    void issuesOneInvoicePerTenantInOrderWithNumbersWithoutGap() {
        LegalEntity entity = books.legalEntity();
        String one = books.tenantOf(entity);
        String two = books.tenantOf(entity);
        String unused = books.tenantOf(entity);
        books.rated(
                day(two, 1).gpuHours("100", "24.90"),
                day(one, 2).gpuHours("10", "24.90"),
                day(one, 3).gpuHours("5", "24.90"));

        List<ItemState> items = books.run(two, one, unused);

        assertThat(items)
                .extracting(item -> item.key().tenant() + " " + item.outcome() + " " + item.number())
                .containsExactly(
                        one + " issued " + number(entity, 1),
                        two + " issued " + number(entity, 2),
                        unused + " nothing-to-invoice null");
        assertThat(amounts(one)).isEqualTo("373.50 93.38 466.88");
        assertThat(amounts(two)).isEqualTo("2490.00 622.50 3112.50");
    }

    @Test
    void findsOnTheSecondRunWhatTheFirstHasIssued() {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(entity);
        books.rated(day(tenant, 1).gpuHours("1", "10"));
        books.run(tenant);

        // The same charges under a higher revision say nothing new.
        books.rated(day(tenant, 1).gpuHours("1", "10").revision(2));
        List<ItemState> again = books.run(tenant);

        assertThat(again).extracting(ItemState::outcome).containsExactly("already-issued");
        assertThat(again).extracting(ItemState::number).containsExactly(number(entity, 1));
        assertThat(nextPosition(entity)).isEqualTo(2);
    }

    @Test
    void reportsChargesThatChangedAfterIssueAndLeavesTheInvoiceAlone() {
        String tenant = books.tenantOf(books.legalEntity());
        books.rated(day(tenant, 1).gpuHours("1", "10"));
        books.run(tenant);
        String before = amounts(tenant);

        books.rated(
                day(tenant, 1).gpuHours("3", "10").revision(2), day(tenant, 2).gpuHours("1", "10"));
        List<ItemState> again = books.run(tenant);

        assertThat(again).extracting(ItemState::outcome).containsExactly("changed-after-issue");
        assertThat(again.getFirst().reasons().getFirst().detail()).startsWith("2 rated rows differ from what ");
        assertThat(amounts(tenant)).isEqualTo(before);
        assertThat(readCharges.balance(List.of(tenant)))
                .isEqualTo(new BalanceBook.Balance(4 * 3_600_000L, 3_600_000L, 3 * 3_600_000L));
    }

    @Test
    void holdsAMonthWithGapsUntilTheyAreFilled() {
        LegalEntity entity = books.legalEntity();
        String waiting = books.tenantOf(entity);
        String ready = books.tenantOf(entity);
        books.rated(
                day(waiting, 1).gpuHours("1", "10").gap("NO4-day-ahead"),
                day(ready, 1).gpuHours("1", "10"));

        List<ItemState> first = books.run(waiting, ready);
        books.rated(day(waiting, 1).gpuHours("1", "10").energy("2", "3").revision(2));
        List<ItemState> second = books.run(waiting, ready);

        assertThat(first).extracting(ItemState::outcome).containsExactly("held", "issued");
        assertThat(first.getFirst().reasons()).extracting(HoldReason::code).containsExactly("price-missing");
        assertThat(second).extracting(ItemState::outcome).containsExactly("issued", "already-issued");
        assertThat(second).extracting(ItemState::number).containsExactly(number(entity, 2), number(entity, 1));
    }

    @Test
    void keepsTheHighestRevisionInWhateverOrderTheyCome() {
        String tenant = books.tenantOf(books.legalEntity());
        books.rated(
                day(tenant, 1).gpuHours("5", "10").revision(3),
                day(tenant, 1).gpuHours("1", "10").revision(1));
        books.rated(day(tenant, 1).gpuHours("2", "10").revision(2));

        books.run(tenant);

        assertThat(amounts(tenant)).isEqualTo("50.00 12.50 62.50");
    }

    @Test
    void parksWhatBreaksARuleByItsIdAndGoesOn() {
        LegalEntity entity = books.legalEntity();
        String bad = Books.unused("tenant");
        Contract contract = AnAccount.contract("c-2026", entity.id(), AnAccount.since2026());
        Contract noReference = new Contract(
                contract.id(),
                contract.legalEntity(),
                contract.term(),
                contract.tariff(),
                contract.currency(),
                AnAccount.referredElsewhere(contract.billing()),
                new ContractReferences(null, null, null),
                contract.vat());
        books.apply(List.of(), List.of(AnAccount.municipality(bad, noReference)));
        String good = books.tenantOf(entity);
        books.rated(day(bad, 1).gpuHours("1", "10"), day(good, 1).gpuHours("1", "10"));

        List<ItemState> items = books.run(bad, good);

        // The project that has a reference has used nothing.
        assertThat(items).extracting(ItemState::outcome).containsExactly("parked", "nothing-to-invoice", "issued");
        assertThat(items.getFirst().reasons()).extracting(HoldReason::code).contains("PEPPOL-EN16931-R003");
        assertThat(items.getLast().number()).isEqualTo(number(entity, 1));
    }

    @Test
    void letsAChangedAccountAffectLaterInvoicesOnly() {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(entity);
        books.rated(day(tenant, 1).gpuHours("1", "10"));
        books.run(tenant);
        byte[] before = json(tenant);

        Contract contract = AnAccount.contract("c-2026", entity.id(), AnAccount.since2026());
        books.apply(
                List.of(),
                List.of(new Account(AnAccount.municipalBuyer(tenant, "Nye Havvik kommune"), List.of(contract))));
        books.run(tenant);

        assertThat(json(tenant)).isEqualTo(before);
        assertThat(new String(before, StandardCharsets.UTF_8)).contains("\"Havvik kommune\"");
    }

    static RatedDay day(String tenant, int dayOfMonth) {
        return RatedDay.of(tenant, "c-2026", "2026-10-%02d".formatted(dayOfMonth));
    }

    static String number(LegalEntity entity, long position) {
        return entity.invoiceSeries().number(position);
    }

    private byte[] json(String tenant) {
        String number = summary(tenant).number();
        return readInvoices
                .document(tenant, number, DocumentKind.JSON)
                .orElseThrow()
                .content();
    }

    private String amounts(String tenant) {
        InvoiceBook.Amounts amounts = summary(tenant).amounts();
        return amounts.net() + " " + amounts.tax() + " " + amounts.payable();
    }

    private InvoiceBook.Summary summary(String tenant) {
        List<InvoiceBook.Summary> found =
                readInvoices.list(tenant, new InvoiceBook.Query(List.of(), Books.OCTOBER, null, 10));
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private long nextPosition(LegalEntity entity) {
        return scope.asOperator(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT next_position FROM invoice_series WHERE legal_entity = ?")) {
                select.setString(1, entity.id());
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }
}
