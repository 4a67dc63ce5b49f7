package io.wattledger.billing.document;

import io.wattledger.billing.invoice.CreditGround;
import io.wattledger.billing.invoice.CreditedInvoice;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.LegalIdentity;
import io.wattledger.billing.invoice.Seller;
import io.wattledger.billing.invoice.StatedLines;
import io.wattledger.billing.invoice.TaxCurrencyTotal;
import io.wattledger.billing.tax.TaxDetermination;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.billing.tax.VatTreatment;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What electronic invoices say about a whole invoice, worked out once, so that UBL and CII cannot drift apart. */
final class HeaderTerms {

    private static final String CREDIT_TRANSFER = "30";
    private static final String SEPA_CREDIT_TRANSFER = "58";

    /** ISO 6523 codes of company registers by country; countries without one of their own carry the bare number. */
    private static final Map<String, String> REGISTERS = Map.of(
            "NO", "0192", "SE", "0007", "DK", "0184", "FI", "0212", "BE", "0208", "NL", "0106", "EE", "0191", "LT",
            "0200");

    private static final int SIRET_DIGITS = 14;

    /** Languages that Norwegian law takes sales documents in (bokføringsloven § 12). */
    private static final Set<String> NORWEGIAN_LAW_READS = Set.of("nb", "nn", "no", "sv", "da", "en");

    private final Invoice invoice;
    private final Words words;
    private final @Nullable Words english;

    HeaderTerms(Invoice invoice) {
        this.invoice = invoice;
        this.words = Words.of(invoice.buyer().language());
        this.english =
                invoice.heading().sinceSecondEdition() && !isRead(invoice.seller(), words) ? Words.ENGLISH : null;
    }

    /**
     * BT-133: where the buyer books a line; absent where it has named no cost centre for the project, and where the line sums up
     * several projects, which then stands for the project.
     */
    @Nullable
    String costCentre(InvoiceLine line) {
        String project = line.item().project();
        return StatedLines.summedUp(invoice) && project.equals(RatedUsage.ALL)
                ? null
                : invoice.heading().period().filing(project).costCentre();
    }

    /**
     * BT-22: one note only (PEPPOL-EN16931-R002). It names the rate by which VAT is stated in another currency, and says last why a
     * credit note is issued, since a statement of the seller may end without a full stop.
     */
    String note() {
        String note = note(words, why(invoice.heading().credited(), words));
        return english == null ? note : note(english, cause(invoice.heading().credited(), english)) + " \u2014 " + note;
    }

    private String note(Words language, @Nullable String why) {
        StringBuilder note = new StringBuilder(
                language.text("ubl.note", invoice.heading().period().timeZone().getId()));
        TaxCurrencyTotal converted = invoice.totals().inTaxCurrency();
        if (converted != null) {
            note.append(' ').append(rate(converted, language));
        }
        return why == null ? note.toString() : note.append(' ').append(why).toString();
    }

    /**
     * Whether the law of the seller's country reads what stands in these words. Norway's takes Norwegian, Swedish, Danish and English
     * alone (bokføringsloven § 12).
     */
    static boolean isRead(Seller seller, Words words) {
        return !seller.identity().country().equals("NO")
                || NORWEGIAN_LAW_READS.contains(words.tag().substring(0, 2));
    }

    /** BT-120: in the buyer's language, and in English where the seller's law does not read that. */
    @Nullable
    String exemptionReason(VatTreatment vat) {
        String reason = vat.exemptionReason();
        String read = english == null || reason == null ? reason : TaxDetermination.english(vat);
        return read == null || read.equals(reason) ? reason : reason + " / " + read;
    }

    /** Why a credit note is issued, with what the seller says beside; null where it does not say so. */
    static @Nullable String why(@Nullable CreditedInvoice credited, Words words) {
        String cause = cause(credited, words);
        CreditGround ground = credited == null ? null : credited.ground();
        return ground == null || ground.statement() == null ? cause : cause + " " + ground.statement();
    }

    /** The same in the words of the language alone. */
    static @Nullable String cause(@Nullable CreditedInvoice credited, Words words) {
        CreditGround ground = credited == null ? null : credited.ground();
        return credited == null || ground == null
                ? null
                : words.text(
                        "credit." + ground.cause(),
                        credited.number(),
                        ground.month() == null ? "" : words.month(ground.month()));
    }

    /** By what rate VAT was converted, in words. */
    static String rate(TaxCurrencyTotal converted, Words words) {
        return words.text(
                "tax.rate",
                converted.vat().currency().getCurrencyCode(),
                converted.rate().base().getCurrencyCode(),
                words.number(converted.rate().rate()),
                converted.rate().source(),
                words.date(converted.rate().date()));
    }

    /** BG-24: all lines as a table, where they are summed up in the document itself. */
    Optional<Attachment> attachment() {
        return StatedLines.summedUp(invoice)
                ? Optional.of(new Attachment(
                        Attachment.linesOf(invoice),
                        inBoth(language -> language.text(
                                "lines.attached",
                                language.number(
                                        BigDecimal.valueOf(invoice.lines().size())),
                                Attachment.linesOf(invoice))),
                        "text/csv",
                        InvoiceCsv.write(invoice)))
                : Optional.empty();
    }

    /** BT-20. */
    String paymentTerms() {
        return inBoth(language -> language.text(
                "ubl.terms",
                Integer.toString(invoice.references().paymentTermsDays()),
                language.date(invoice.heading().dueDate())));
    }

    private String inBoth(Function<Words, String> text) {
        return english == null ? text.apply(words) : text.apply(words) + " / " + text.apply(english);
    }

    /** BT-81 of UNTDID 4461: in euros SEPA's own. */
    String paymentMeans() {
        return currency().equals("EUR") ? SEPA_CREDIT_TRANSFER : CREDIT_TRANSFER;
    }

    /** BT-5. */
    String currency() {
        return invoice.heading().currency().getCurrencyCode();
    }

    /** BT-72: a service that runs all period long is supplied when the period ends. */
    LocalDate delivered() {
        return invoice.heading().period().lastDay();
    }

    /** Whether the invoice is outside the scope of VAT, where VAT identifiers are forbidden (BR-O-02 and its kin). */
    boolean outsideScope() {
        return has(VatCategory.O);
    }

    /** Whether it is an intra-community supply, which names the country it is delivered to (BR-IC-12). */
    boolean intraCommunity() {
        return has(VatCategory.K);
    }

    private boolean has(VatCategory category) {
        return invoice.vatBreakdown().stream()
                .anyMatch(subtotal -> subtotal.vat().category() == category);
    }

    /** The list code of a register number (BT-30-1, BT-47-1), which is an ICD and never one of the 99xx (BR-CL-11). */
    static Optional<String> registerCode(LegalIdentity identity) {
        if (identity.country().equals("FR") && identity.registrationNumber() != null) {
            return Optional.of(identity.registrationNumber().length() == SIRET_DIGITS ? "0009" : "0002");
        }
        return Optional.ofNullable(REGISTERS.get(identity.country()));
    }
}
