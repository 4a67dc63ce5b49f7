package io.wattledger.billing.invoice;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An issued invoice and what was credited of it since, kept as the books keep it, for tests. */
public final class ACreditedInvoice {

    private static final LocalDate LATER = LocalDate.of(2026, 12, 1);

    private final Invoice invoice;
    private final Map<String, List<Integer>> belonging;
    private final List<String> discounts;
    private final List<LineEffect> effects = new ArrayList<>();
    private final List<Invoice> notes = new ArrayList<>();

    public ACreditedInvoice(Invoice invoice) {
        this(invoice, Map.of());
    }

    /** An invoice of which some lines belong to commitments, whether they count or not. */
    public ACreditedInvoice(Invoice invoice, Map<String, List<Integer>> belonging) {
        this(invoice, belonging, List.of());
    }

    /** An invoice of which the first allowances are discounts of these ids. */
    public ACreditedInvoice(Invoice invoice, Map<String, List<Integer>> belonging, List<String> discounts) {
        this.invoice = invoice;
        this.belonging = belonging;
        this.discounts = discounts;
    }

    public Invoice invoice() {
        return invoice;
    }

    public List<Invoice> notes() {
        return List.copyOf(notes);
    }

    public List<LineEffect> effects() {
        return List.copyOf(effects);
    }

    public Remainder remainder() {
        return Remainder.of(invoice, effects, notes, belonging, discounts);
    }

    /** Somebody asks for a credit note. */
    public Invoice credit(CreditRequest request) {
        Invoice note = CreditNote.of(remainder(), request).numbered(number(), LATER);
        for (InvoiceLine line : note.lines()) {
            effects.add(new LineEffect(
                    note.heading().number(),
                    line.number(),
                    Objects.requireNonNull(line.provenance().corrects()),
                    invoice.heading().number(),
                    LineKey.of(line).text(),
                    LineEffect.Cause.CREDIT,
                    line.amount().net().negated()));
        }
        notes.add(note);
        return note;
    }

    /** What becomes of the invoice where lines cost other amounts; null where a decrease finds no line to be taken from. */
    public Revision.@Nullable Split revision(Map<Integer, Money> amounts) {
        return revision(invoice.lines().stream()
                        .map(line -> {
                            Money amount = amounts.getOrDefault(
                                    line.number(), line.amount().net());
                            return line.costing(new LineAmount(amount, amount.amount()));
                        })
                        .toList())
                .split(List.of());
    }

    /** What becomes of the invoice where its lines, none of which corrects another, would be these now. */
    public Revision revision(List<InvoiceLine> now) {
        return Revision.of(invoice, effects, invoice.lines(), now);
    }

    /** A credit note of what a revision made cheaper; null where it made nothing cheaper. */
    public @Nullable Invoice revise(Revision.Split split) {
        List<CorrectionLine> lines = split.decreases().get(invoice.heading().number());
        if (lines == null) {
            return null;
        }
        Invoice note = CreditNote.revising(remainder(), lines, Map.of()).numbered(number(), LATER);
        for (CorrectionLine line : lines) {
            effects.add(new LineEffect(
                    note.heading().number(),
                    line.line().number(),
                    line.names(),
                    invoice.heading().number(),
                    line.key(),
                    LineEffect.Cause.REVISION,
                    line.effect()));
        }
        notes.add(note);
        return note;
    }

    private String number() {
        return "NO26-1" + notes.size();
    }
}
