package io.wattledger.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.WireJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import org.junit.jupiter.api.Test;

class HeadingTest {

    private static final LocalDate ISSUED = LocalDate.of(2026, 11, 2);
    private static final BillingPeriod OCTOBER =
            new BillingPeriod(LocalDate.of(2026, 10, 1), LocalDate.of(2026, 11, 1), ZoneId.of("Europe/Oslo"));
    private static final Currency NOK = Currency.getInstance("NOK");

    @Test
    void readsWhatWasStoredBeforeThereWereCreditNotesAsAnInvoice() throws IOException {
        String stored = "{\"number\":\"NO26-1\",\"issueDate\":\"2026-11-02\",\"dueDate\":\"2026-12-02\","
                + "\"period\":{\"firstDay\":\"2026-10-01\",\"dayAfter\":\"2026-11-01\",\"timeZone\":\"Europe/Oslo\"},"
                + "\"currency\":\"NOK\"}";
        Heading read = WireJson.read(stored.getBytes(StandardCharsets.UTF_8), Heading.class);
        assertThat(read).isEqualTo(new Heading("NO26-1", ISSUED, ISSUED.plusDays(30), OCTOBER, NOK).in(null));
        assertThat(new String(WireJson.write(read), StandardCharsets.UTF_8)).doesNotContain("dition");
        assertThat(read.type()).isEqualTo(DocumentType.INVOICE);
    }

    @Test
    void keepsWhatACreditNoteTakesBack() throws IOException {
        Heading heading = new Heading(
                "NO26-2",
                ISSUED,
                ISSUED,
                OCTOBER,
                NOK,
                DocumentType.CREDIT_NOTE,
                new CreditedInvoice("NO26-1", ISSUED.minusDays(1)));
        assertThat(WireJson.read(WireJson.write(heading), Heading.class)).isEqualTo(heading);
    }
}
