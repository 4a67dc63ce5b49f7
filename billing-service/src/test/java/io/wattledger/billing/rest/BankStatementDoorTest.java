package io.wattledger.billing.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.Books;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.payment.AStatement;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements of banks against real ledgers; every test has a legal entity with an account of its own. */
@QuarkusTest
@WithSuite
class BankStatementDoorTest {

    @Inject
    Books books;

    @Inject
    TenantScope scope;

    @ParameterizedTest
    @ValueSource(strings = {"02", "08"})
    void paysAnInvoiceOnceHoweverOftenTheFileOrTheTransactionComes(String version) {
        LegalEntity entity = BankDoor.entity(books);
        String number = books.issued(books.tenantOf(entity));
        byte[] file = AStatement.of(version, BankDoor.iban(entity), "NOK")
                .paid("12.50", "B-1", AStatement.words("Faktura " + number))
                .xml();
        byte[] again = AStatement.of(version, BankDoor.iban(entity), "NOK")
                .named("STMT-2")
                .paid("12.50", "B-1", AStatement.words("Faktura " + number))
                .xml();

        BankDoor.upload(file)
                .then()
                .statusCode(201)
                .header("Location", containsString(BankDoor.STATEMENTS))
                .body("transactions", equalTo(1))
                .body("known", equalTo(0))
                .body("statements[0].closing.amount", equalTo("1012.50"))
                .body("byStatus.assigned", equalTo(1));
        BankDoor.upload(file).then().statusCode(200).body("byStatus.assigned", equalTo(1));
        BankDoor.upload(again).then().statusCode(201).body("known", equalTo(1)).body("byStatus.assigned", nullValue());

        BankDoor.ledger(number)
                .then()
                .body("state", equalTo("paid"))
                .body("balance", equalTo("0.00"))
                .body("entries.kind", contains("issued", "paid"))
                .body("entries[1].bookedOn", equalTo("2026-11-20"));
    }

    @Test
    void paysSeveralTenantsFromOneFileAndLeavesTheRestForAPerson() {
        LegalEntity entity = BankDoor.entity(books);
        String part = books.issued(books.tenantOf(entity));
        String over = books.issued(books.tenantOf(entity));
        String first = books.issued(books.tenantOf(entity));
        String second = books.issued(books.tenantOf(entity));
        byte[] file = AStatement.of("08", BankDoor.iban(entity), "NOK")
                .paid("2.50", "B-1", AStatement.structured(part))
                .paid("20.00", "B-2", AStatement.structured(over))
                .paid("25.00", "B-3", AStatement.structured(first) + AStatement.structured(second))
                .paid("7.00", "B-4", AStatement.words("takk"))
                .sent("100.00")
                .xml();

        String sha256 = BankDoor.upload(file)
                .then()
                .statusCode(201)
                .body("byStatus.assigned", equalTo(3))
                .body("byStatus.unmatched", equalTo(1))
                .body("byStatus.outgoing", equalTo(1))
                .extract()
                .path("sha256");

        BankDoor.ledger(part).then().body("state", equalTo("part-paid")).body("balance", equalTo("10.00"));
        BankDoor.ledger(over).then().body("state", equalTo("overpaid")).body("balance", equalTo("-7.50"));
        BankDoor.ledger(first).then().body("state", equalTo("paid"));
        BankDoor.ledger(second).then().body("state", equalTo("paid"));
        BankDoor.unmatched(sha256)
                .then()
                .body("items", hasSize(1))
                .body("items[0].reason", equalTo("no-reference"))
                .body("items[0].rest.amount", equalTo("7.00"));
    }

    @Test
    void takesBackWhatTheBankTookBackOnce() {
        LegalEntity entity = BankDoor.entity(books);
        String number = books.issued(books.tenantOf(entity));
        BankDoor.upload(AStatement.of("08", BankDoor.iban(entity), "NOK")
                .paid("12.50", "B-1", AStatement.structured(number))
                .xml());

        BankDoor.upload(AStatement.of("08", BankDoor.iban(entity), "NOK")
                        .named("STMT-2")
                        .reversed("12.50", "R-B-1", "")
                        .reversed("12.50", "R-R-B-1", "")
                        .xml())
                .then()
                .statusCode(201)
                .body("byStatus.reversal", equalTo(1))
                .body("byStatus.unmatched", equalTo(1));

        BankDoor.ledger(number)
                .then()
                .body("balance", equalTo("12.50"))
                .body("entries.kind", contains("issued", "paid", "returned"))
                .body("accounts.bank", equalTo("0.00"));
    }

    @Test
    void closesAPaymentThatCameBackBeforeAnybodyKnewWhatItWasFor() {
        LegalEntity entity = BankDoor.entity(books);
        String sha256 = BankDoor.upload(AStatement.of("02", BankDoor.iban(entity), "NOK")
                        .paid("9.00", "B-1", AStatement.words("takk"))
                        .reversed("9.00", "R-B-1", "")
                        .xml())
                .then()
                .body("byStatus.returned", equalTo(1))
                .body("byStatus.reversal", equalTo(1))
                .extract()
                .path("sha256");

        BankDoor.unmatched(sha256).then().body("items", hasSize(0));
    }

    @Test
    void takesInNothingOfAFileThatIsWrong() {
        LegalEntity entity = BankDoor.entity(books);
        String number = books.issued(books.tenantOf(entity));
        AStatement wrong = AStatement.of("08", BankDoor.iban(entity), "NOK")
                .paid("12.50", "B-1", AStatement.structured(number))
                .closing("1.00");

        BankDoor.upload(wrong.xml())
                .then()
                .statusCode(422)
                .body("code", equalTo("bank-statement-refused"))
                .body("errors[0].pointer", equalTo("/Stmt/1/Bal"));
        BankDoor.upload(AStatement.of("08", "NO8330001234567", "NOK").xml())
                .then()
                .statusCode(422)
                .body("errors[0].pointer", endsWith("/IBAN"));
        BankDoor.upload("no XML".getBytes(StandardCharsets.UTF_8)).then().statusCode(422);
        BankDoor.ledger(number).then().body("entries", hasSize(1));
    }

    @Test
    void keepsTheSharesOfTenantsApart() {
        LegalEntity entity = BankDoor.entity(books);
        String mine = books.tenantOf(entity);
        String other = books.tenantOf(entity);
        BankDoor.upload(AStatement.of("08", BankDoor.iban(entity), "NOK")
                .paid("12.50", "B-1", AStatement.structured(books.issued(mine)))
                .paid("12.50", "B-2", AStatement.structured(books.issued(other)))
                .xml());

        List<String> seen = scope.inTransaction(List.of(mine), connection -> {
            try (PreparedStatement select =
                            connection.prepareStatement("SELECT DISTINCT tenant_id FROM payment_share");
                    ResultSet row = select.executeQuery()) {
                row.next();
                return List.of(row.getString(1), String.valueOf(row.next()));
            }
        });

        assertThat(seen).containsExactly(mine, "false");
    }
}
