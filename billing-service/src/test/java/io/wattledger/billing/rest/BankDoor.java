package io.wattledger.billing.rest;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.Books;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.invoice.BankAccount;
import io.wattledger.billing.invoice.Seller;
import io.wattledger.chassis.testing.TestTokens;
import java.math.BigInteger;
import java.util.List;

/** Asks for payments as tests do. */
final class BankDoor {

    static final String STATEMENTS = "/api/v1/bank-statements";

    static final String TRANSACTIONS = "/api/v1/bank-transactions";

    private BankDoor() {}

    /** A new legal entity with an account of its own. */
    static LegalEntity entity(Books books) {
        String id = Books.unused("entity");
        LegalEntity plain = AnAccount.norwegianEntity(id, "P" + id.substring("entity-".length()) + "-");
        Seller seller = plain.seller();
        Seller withAccount = new Seller(
                seller.legalEntity(),
                seller.name(),
                seller.identity(),
                seller.electronicAddress(),
                seller.address(),
                seller.contact(),
                new BankAccount(ibanOf(id), null, null),
                seller.accountingCurrency());
        LegalEntity entity = new LegalEntity(withAccount, plain.invoiceSeries());
        books.apply(List.of(entity), List.of());
        return entity;
    }

    /** An account number with right check digits that no other test has. */
    private static String ibanOf(String id) {
        String account = "8601%07d".formatted(Integer.parseInt(id.substring("entity-".length())));
        int check = 98
                - new BigInteger(account + "232400").mod(BigInteger.valueOf(97)).intValue();
        return "NO%02d%s".formatted(check, account);
    }

    /** The account of a legal entity. */
    static String iban(LegalEntity entity) {
        return entity.seller().bank().iban();
    }

    /** Sends a statement, as an operator. */
    static Response upload(byte[] file) {
        return given().auth()
                .oauth2(TestTokens.operator())
                .contentType("application/xml")
                .body(file)
                .post(STATEMENTS);
    }

    /** The transactions of a file that wait for a person. */
    static Response unmatched(String sha256) {
        return list("file", sha256, "status", "unmatched");
    }

    /** Transactions by filters: names and values in turn. */
    static Response list(String... query) {
        var request = given().auth().oauth2(TestTokens.auditor());
        for (int i = 0; i < query.length; i += 2) {
            request = request.queryParam(query[i], query[i + 1]);
        }
        return request.get(TRANSACTIONS);
    }

    /** The ledger of an invoice. */
    static Response ledger(String number) {
        return given().auth().oauth2(TestTokens.auditor()).get("/api/v1/invoices/" + number + "/entries");
    }
}
