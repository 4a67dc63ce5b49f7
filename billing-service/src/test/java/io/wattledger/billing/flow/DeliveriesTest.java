package io.wattledger.billing.flow;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.helger.peppol.sbdh.PeppolSBDHData;
import com.helger.peppol.sbdh.PeppolSBDHDataReader;
import com.helger.peppolid.factory.PeppolIdentifierFactory;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.Books;
import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.invoice.Buyer;
import io.wattledger.chassis.testing.OpenApiRules;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents on their way to a real mail server and into a real folder. */
@QuarkusTest
@WithSuite
@WithTestResource(value = MailServer.class, scope = TestResourceScope.GLOBAL)
class DeliveriesTest {

    @Inject
    Books books;

    @Inject
    DispatchDocuments dispatch;

    @Inject
    RemindTenants remindTenants;

    @ConfigProperty(name = "wattledger.billing.access-point.folder")
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nb-NO | Faktura       | NOK 12,50
            en-GB | Invoice       | NOK 12.50
            de-DE | Rechnung      | NOK 12,50
            fr-FR | Facture       | NOK 12,50
            """)
    void mailsAnInvoiceInTheBuyersLanguageWithItsPdf(String language, String title, String amount)
            throws MessagingException, IOException {
        String tenant = tenant(language);
        String number = books.issued(tenant);
        deliver();

        MimeMessage mail = mailsTo(tenant).getFirst();
        assertThat(mail.getSubject()).contains(title, number);
        assertThat(mail.getFrom()[0].toString()).contains("billing@nordlys.example");
        List<Part> parts = parts(mail);
        String plain = text(parts, "text/plain");
        String html = text(parts, "text/html");
        assertThat(plain.replace('\u00A0', ' ')).contains(number, amount, "Havvik & <Sønner>");
        assertThat(html.replace('\u00A0', ' '))
                .contains("lang=\"" + language + "\"", amount, "Havvik &amp; &lt;Sønner&gt;");
        assertThat(html).doesNotContain("<img", "http://", "https://", "<script");
        byte[] attached = parts.stream()
                .filter(part -> isOf(part, "application/pdf"))
                .map(DeliveriesTest::bytes)
                .findFirst()
                .orElseThrow();
        assertThat(attached)
                .isEqualTo(given().auth()
                        .oauth2(TestTokens.tenant(tenant))
                        .accept("application/pdf")
                        .get("/api/v1/invoices/" + number)
                        .asByteArray());
        deliveries(tenant, number)
                .then()
                .body("items.find { it.channel == 'email' }.state", equalTo("sent"))
                .body("items.find { it.channel == 'email' }.tries", equalTo(1))
                .body("items.find { it.channel == 'email' }.nextAttemptAt", nullValue());
    }

    @Test
    void triesAgainWhenTheServerIsAwayAndSendsAgainByHand() throws MessagingException {
        String tenant = tenant("en-GB");
        String number = books.issued(tenant);
        MailServer.SERVER.stop();
        deliver();
        MailServer.SERVER.start();

        String id = deliveries(tenant, number)
                .then()
                .body("items.find { it.channel == 'email' }.state", equalTo("pending"))
                .body("items.find { it.channel == 'email' }.tries", equalTo(1))
                .extract()
                .path("items.find { it.channel == 'email' }.id");
        resend(number, id).then().statusCode(202);
        deliver();

        deliveries(tenant, number)
                .then()
                .body("items.find { it.channel == 'email' }.state", equalTo("sent"))
                .body("items.find { it.channel == 'email' }.tries", equalTo(2));
        assertThat(mailsTo(tenant)).hasSize(1);
        resend(number, "dlv_x").then().statusCode(404);
    }

    @Test
    void dropsAnEnvelopeForTheAccessPointAndReadsItsReceipt() throws Exception {
        String tenant = tenant("nb-NO");
        String number = books.issued(tenant);
        deliver();

        String id = peppol(tenant, number, "state", "sent");
        Path file = folder.resolve("outgoing").resolve(id + ".xml");
        PeppolSBDHData envelope = new PeppolSBDHDataReader(PeppolIdentifierFactory.INSTANCE)
                .extractData(new ByteArrayInputStream(Files.readAllBytes(file)));
        assertThat(envelope.getSenderValue()).isEqualTo("0192:999001122");
        assertThat(envelope.getReceiverValue()).isEqualTo("0192:999002234");
        assertThat(envelope.getCountryC1()).isEqualTo("NO");
        assertThat(envelope.getInstanceIdentifier()).isEqualTo(id);
        assertThat(envelope.getDocumentTypeValue())
                .isEqualTo("urn:oasis:names:specification:ubl:schema:xsd:Invoice-2::Invoice##urn:cen.eu:en16931:2017"
                        + "#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0::2.1");
        assertThat(envelope.getProcessValue()).isEqualTo("urn:fdc:peppol.eu:2017:poacc:billing:01:1.0");
        assertThat(envelope.getBusinessMessage().getTextContent()).contains(number);
        byte[] first = Files.readAllBytes(file);
        resend(number, id).then().statusCode(202);
        deliver();
        assertThat(Files.readAllBytes(file)).isEqualTo(first);
        try (Stream<Path> files = Files.list(folder.resolve("outgoing"))) {
            assertThat(files).noneMatch(one -> one.toString().endsWith(".part"));
        }

        receipt(id, "{\"state\":\"rejected\",\"detail\":\"unknown buyer reference\"}");
        receipt("dlv_unknown", "{\"state\":\"delivered\"}");
        receipt("broken", "{");
        receipt("odd", "{\"state\":\"lost\"}");
        dispatch.readReceipts();

        peppol(tenant, number, "detail", "unknown buyer reference");
        assertThat(names("receipts")).isEmpty();
        assertThat(names("receipts-done")).contains(id + ".json");
        assertThat(names("receipts-refused")).contains("dlv_unknown.json", "broken.json", "odd.json");
        receipt(id, "{\"state\":\"delivered\",\"detail\":\"\"}");
        dispatch.readReceipts();
        peppol(tenant, number, "state", "delivered");
    }

    @Test
    void mailsReminders() throws MessagingException {
        LegalEntity entity = books.legalEntity();
        String tenant = tenant(entity, "en-GB");
        String number = books.issued(tenant);
        given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .body("""
                        {"levels": [{"daysAfterDue": 14, "fees": {}, "chargesInterest": false, "texts": {"en-GB":
                          {"subject": "Reminder of {number}", "body": "Please pay {total}."}}}], "interest": []}
                        """)
                .put("/api/v1/legal-entities/" + entity.id() + "/dunning-policy")
                .then()
                .statusCode(200);
        remindTenants.run(List.of(tenant), LocalDate.of(2026, 12, 20), false, "test");
        deliver();

        assertThat(mailsTo(tenant)).extracting(MimeMessage::getSubject).contains("Reminder of " + number);
        deliveries(tenant, number).then().body("items.reminderLevel", hasItem(1));
    }

    @Test
    void keepsTenantsApart() {
        String tenant = tenant("en-GB");
        String number = books.issued(tenant);

        deliveries(tenant("en-GB"), number).then().statusCode(404);
        deliveries(tenant, number).then().body("items.channel", contains("email", "peppol"));
        given().auth()
                .oauth2(TestTokens.tenant(tenant))
                .post("/api/v1/invoices/" + number + "/deliveries/x/resend")
                .then()
                .statusCode(403);
    }

    @Test
    void describesEveryRequestAboutDeliveries() throws IOException {
        byte[] document = given().get("/api/v1/openapi.json").asByteArray();

        assertThat(OpenApiRules.violations(new ObjectMapper().readTree(document)))
                .filteredOn(violation -> violation.contains("deliveries"))
                .isEmpty();
    }

    /** Tries each that is due once: the longest due comes first, so what falls due meanwhile is not tried again. */
    private void deliver() {
        for (long due = dispatch.waiting(); due > 0; due--) {
            dispatch.step();
        }
    }

    private String tenant(String language) {
        return tenant(books.legalEntity(), language);
    }

    private String tenant(LegalEntity entity, String language) {
        String tenant = Books.unused("tenant");
        Buyer plain = AnAccount.municipalBuyer(tenant, "Havvik & <Sønner>");
        Buyer buyer = new Buyer(
                tenant,
                plain.name(),
                plain.kind(),
                plain.identity(),
                plain.electronicAddress(),
                plain.address(),
                tenant + "@havvik.example",
                language);
        books.apply(
                List.of(),
                List.of(new Account(buyer, List.of(AnAccount.contract("c-2026", entity.id(), AnAccount.since2026())))));
        return tenant;
    }

    private String peppol(String tenant, String number, String member, String expected) {
        return deliveries(tenant, number)
                .then()
                .body("items.find { it.channel == 'peppol' }." + member, equalTo(expected))
                .extract()
                .path("items.find { it.channel == 'peppol' }.id");
    }

    private void receipt(String id, String json) throws IOException {
        Files.createDirectories(folder.resolve("receipts"));
        Files.writeString(folder.resolve("receipts").resolve(id + ".json"), json);
    }

    private List<String> names(String place) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(place))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static Response deliveries(String tenant, String number) {
        return given().auth().oauth2(TestTokens.tenant(tenant)).get("/api/v1/invoices/" + number + "/deliveries");
    }

    private static Response resend(String number, String id) {
        return given().auth()
                .oauth2(TestTokens.operator())
                .post("/api/v1/invoices/" + number + "/deliveries/" + id + "/resend");
    }

    private static List<MimeMessage> mailsTo(String tenant) throws MessagingException {
        List<MimeMessage> mails = new ArrayList<>();
        for (MimeMessage mail : MailServer.SERVER.getReceivedMessages()) {
            if (Arrays.toString(mail.getAllRecipients()).contains("[" + tenant + "@")) {
                mails.add(mail);
            }
        }
        return mails;
    }

    private static List<Part> parts(Part part) throws MessagingException, IOException {
        List<Part> parts = new ArrayList<>();
        if (part.getContent() instanceof Multipart many) {
            for (int i = 0; i < many.getCount(); i++) {
                BodyPart one = many.getBodyPart(i);
                parts.addAll(parts(one));
            }
        } else {
            parts.add(part);
        }
        return parts;
    }

    private static String text(List<Part> parts, String type) throws MessagingException, IOException {
        for (Part part : parts) {
            if (isOf(part, type)) {
                return part.getContent().toString();
            }
        }
        throw new AssertionError("no part of type " + type);
    }

    private static boolean isOf(Part part, String type) {
        try {
            return part.isMimeType(type);
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(Part part) {
        try {
            return part.getInputStream().readAllBytes();
        } catch (MessagingException | IOException e) {
            throw new AssertionError(e);
        }
    }
}
