package io.wattledger.billing.flow;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.Books;
import io.wattledger.billing.account.Account;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.ContractReferences;
import io.wattledger.billing.flow.AccountBook.Recording;
import io.wattledger.billing.flow.AccountBook.Revised;
import io.wattledger.billing.invoice.Buyer;
import io.wattledger.billing.invoice.BuyerKind;
import io.wattledger.billing.invoice.DocumentFormat;
import io.wattledger.billing.invoice.ElectronicAddress;
import io.wattledger.billing.invoice.LegalIdentity;
import io.wattledger.billing.invoice.PostalAddress;
import io.wattledger.billing.tax.TaxDetermination;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** By which way an electronic invoice reaches its buyer, where all ways are open. */
@QuarkusTest
@WithSuite
@WithTestResource(value = MailServer.class, scope = TestResourceScope.GLOBAL)
class ElectronicDeliveriesTest {

    private static final String LEITWEG = "04011000-1234512345-06";

    @Inject
    Books books;

    @Inject
    DispatchDocuments dispatch;

    @Inject
    AccountBook accounts;

    @Inject
    TenantScope scope;

    @Test
    void mailWhatPeppolDoesNotCarryWithThePdf() throws MessagingException, IOException {
        String tenant = tenant(DocumentFormat.XRECHNUNG_CII);
        String number = books.issued(tenant);
        deliver();

        deliveries(tenant, number, "email");
        MimeMessage mail = mailTo(tenant);
        assertThat(files(mail)).containsExactly(number + ".pdf", number + "-xrechnung-cii.xml");
        byte[] xml = parts(mail).getLast().getInputStream().readAllBytes();
        assertThat(xml)
                .isEqualTo(given().auth()
                        .oauth2(TestTokens.tenant(tenant))
                        .get("/api/v1/invoices/" + number + "/documents/xrechnung-cii")
                        .asByteArray());
        assertThat(parts(mail).getFirst().getContent().toString()).contains("XRechnung");
    }

    @Test
    void sendAnElectronicInvoiceByOneWayOnly() throws MessagingException, IOException {
        String tenant = tenant(DocumentFormat.XRECHNUNG_UBL);
        String number = books.issued(tenant);
        deliver();

        deliveries(tenant, number, "email", "peppol");
        assertThat(files(mailTo(tenant))).containsExactly(number + ".pdf");
    }

    /** In whatever forms it exists. */
    @Test
    void sendAnElectronicInvoiceOnceWhereThereAreSeveralForms() throws MessagingException, IOException {
        String tenant = tenant(DocumentFormat.PEPPOL_BIS, DocumentFormat.XRECHNUNG_UBL, DocumentFormat.XRECHNUNG_CII);
        String number = books.issued(tenant);
        deliver();

        deliveries(tenant, number, "email", "peppol");
        assertThat(files(mailTo(tenant))).containsExactly(number + ".pdf");

        String refused = tenant(DocumentFormat.XRECHNUNG_UBL, DocumentFormat.XRECHNUNG_CII);
        String other = books.issued(refused);
        scope.inTransactionDo(List.of(refused), connection -> {
            try (Statement update = connection.createStatement()) {
                update.execute(
                        "UPDATE document_delivery SET state = 'dead', next_attempt_at = NULL WHERE channel = 'peppol'");
            }
        });
        deliver();
        assertThat(files(mailTo(refused))).containsExactly(other + ".pdf", other + "-xrechnung-ubl.xml");
    }

    @Test
    void orderNothingThatCouldNotBeSent() throws MessagingException, IOException {
        String tenant = tenant(DocumentFormat.FACTUR_X);
        String number = books.issued(tenant);
        deliver();

        deliveries(tenant, number, "email");
        assertThat(files(mailTo(tenant))).containsExactly(number + ".pdf");
    }

    /** Accounts stored before such forms were refused together. A German authority takes nothing but the XRechnung. */
    @Test
    void mailNoSecondOneBesideAPdfThatCarriesOne() throws MessagingException, IOException {
        DocumentFormat[] both = {DocumentFormat.FACTUR_X, DocumentFormat.XRECHNUNG_CII};
        String company = tenant(BuyerKind.BUSINESS, both);
        String authority = tenant(BuyerKind.PUBLIC, both);
        String one = books.issued(company);
        String other = books.issued(authority);
        deliver();

        assertThat(files(mailTo(company))).containsExactly(one + ".pdf");
        assertThat(files(mailTo(authority))).containsExactly(other + ".pdf", other + "-xrechnung-cii.xml");
    }

    private void deliver() {
        for (long due = dispatch.waiting(); due > 0; due--) {
            dispatch.step();
        }
    }

    /** A German authority that wants some forms. */
    private String tenant(DocumentFormat... forms) {
        return tenant(BuyerKind.PUBLIC, forms);
    }

    private String tenant(BuyerKind kind, DocumentFormat... forms) {
        String tenant = Books.unused("tenant");
        Contract c = AnAccount.contract(
                "c-2026",
                books.legalEntity().id(),
                AnAccount.since2026(),
                "NOK",
                TaxDetermination.treatment(VatCategory.G, BigDecimal.ZERO, null, null));
        Contract contract = new Contract(
                c.id(),
                c.legalEntity(),
                c.term(),
                c.tariff(),
                c.currency(),
                c.billing(),
                new ContractReferences(LEITWEG, null, null, List.of(forms), null, null),
                c.vat());
        books.apply(List.of(), List.of(new Account(buyer(tenant, kind, null), List.of(contract))));
        // As it was stored, whatever rules hold today.
        Account mailed = new Account(buyer(tenant, kind, tenant + "@amt.example"), List.of(contract));
        scope.inTransactionDo(
                List.of(tenant),
                connection -> accounts.addAccount(new Revised<>(2, mailed), new Recording("test", Instant.EPOCH)));
        return tenant;
    }

    private static Buyer buyer(String tenant, BuyerKind kind, @Nullable String email) {
        return new Buyer(
                tenant,
                "Landesamt für Straßenbau",
                kind,
                new LegalIdentity("DE", "HRA 4711", "DE123456788", null),
                new ElectronicAddress("0204", LEITWEG),
                new PostalAddress("Große Straße 5", null, "Überlingen", "88662", "DE"),
                email,
                "de-DE");
    }

    private static void deliveries(String tenant, String number, String... channels) {
        given().auth()
                .oauth2(TestTokens.tenant(tenant))
                .get("/api/v1/invoices/" + number + "/deliveries")
                .then()
                .body("items.channel", containsInAnyOrder(channels));
    }

    private static MimeMessage mailTo(String tenant) throws MessagingException {
        for (MimeMessage mail : MailServer.SERVER.getReceivedMessages()) {
            if (Arrays.toString(mail.getAllRecipients()).contains("[" + tenant + "@")) {
                return mail;
            }
        }
        throw new AssertionError("no mail to " + tenant);
    }

    private static List<String> files(Part mail) throws MessagingException, IOException {
        List<String> files = new ArrayList<>();
        for (Part part : parts(mail)) {
            if (part.getFileName() != null) {
                files.add(part.getFileName());
            }
        }
        return files;
    }

    private static List<Part> parts(Part part) throws MessagingException, IOException {
        List<Part> parts = new ArrayList<>();
        if (part.getContent() instanceof Multipart many) {
            for (int i = 0; i < many.getCount(); i++) {
                parts.addAll(parts(many.getBodyPart(i)));
            }
        } else {
            parts.add(part);
        }
        return parts;
    }
}
