package io.wattledger.billing.invoice;

import io.wattledger.billing.invoice.ContractMoney.DiscountRevised;
import io.wattledger.billing.tax.VatTreatment;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An issued month rated again: every line as billed and as its charges are now.
 *
 * @param invoice the invoice of the month
 * @param lines in the order of the invoice, then those that it did not have
 * @param rules by which of the younger rules lines that correct are stated
 * @param vat how charges are taxed for which the invoice has no line
 */
public record Revision(Invoice invoice, List<RevisedLine> lines, Set<StatingRule> rules, VatTreatment vat) {

    /** Copies the lists. */
    public Revision {
        lines = List.copyOf(lines);
        rules = Set.copyOf(rules);
    }

    /**
     * Compares; what comes of it is stated by all rules, and charges for which the invoice has no line are taxed as its first one.
     *
     * @param invoice the invoice of the month
     * @param effects all that later documents did to its lines, the oldest first
     * @param was lines of the usage as it was when billed last
     * @param is lines of the usage as rated now
     */
    public static Revision of(Invoice invoice, List<LineEffect> effects, List<InvoiceLine> was, List<InvoiceLine> is) {
        return of(invoice, effects, was, is, true);
    }

    /**
     * The same as it was computed before: what was credited of a line that takes back was not left again of the line that it
     * names.
     */
    public static Revision asBefore(
            Invoice invoice, List<LineEffect> effects, List<InvoiceLine> was, List<InvoiceLine> is) {
        return of(invoice, effects, was, is, false);
    }

    private static Revision of(
            Invoice invoice, List<LineEffect> effects, List<InvoiceLine> was, List<InvoiceLine> is, boolean leftAgain) {
        Map<LineKey, InvoiceLine> invoiced = byKey(invoice.lines().stream()
                .filter(line -> line.provenance().corrects() == null)
                .toList());
        Map<LineKey, InvoiceLine> before = byKey(was);
        Map<LineKey, InvoiceLine> now = byKey(is);
        Map<LineKey, LineKey> keys = new LinkedHashMap<>();
        List.of(invoiced, before, now).forEach(lines -> lines.keySet().forEach(key -> keys.put(key, key)));
        // Each line is looked up: where a whole month was priced anew, there are as many effects as lines.
        Map<String, List<LineEffect>> ofKeys = effects.stream().collect(Collectors.groupingBy(LineEffect::key));
        Map<CorrectedLine, List<LineEffect>> ofLines =
                effects.stream().collect(Collectors.groupingBy(LineEffect::names));
        List<RevisedLine> lines = new ArrayList<>();
        for (LineKey key : keys.keySet()) {
            List<LineEffect> ofKey = ofKeys.getOrDefault(key.text(), List.of());
            InvoiceLine line = invoiced.get(key);
            Money billed =
                    line == null ? Money.zero(currency(invoice)) : line.amount().net();
            Money credited = Money.zero(currency(invoice));
            for (LineEffect effect : ofKey) {
                switch (effect.cause()) {
                    case REVISION -> billed = billed.plus(effect.net());
                    case CREDIT -> credited = credited.minus(effect.net());
                }
            }
            InvoiceLine old = before.get(key);
            CorrectedLine names = new CorrectedLine(invoice.heading().number(), line == null ? null : line.number());
            lines.add(new RevisedLine(
                    key,
                    names,
                    old == null ? line : old,
                    now.get(key),
                    billed,
                    credited,
                    sources(line, names, ofKey, ofLines, leftAgain)));
        }
        return new Revision(
                invoice,
                lines,
                EnumSet.allOf(StatingRule.class),
                invoice.lines().getFirst().vat());
    }

    /** The same, stated by these rules alone. */
    public Revision statedBy(Set<StatingRule> others) {
        return new Revision(invoice, lines, others, vat);
    }

    /** The same where charges are taxed otherwise for which the invoice has no line. */
    public Revision taxedAs(VatTreatment other) {
        return new Revision(invoice, lines, rules, other);
    }

    /** Whether any line differs from what was billed. */
    public boolean changed() {
        return lines.stream().anyMatch(RevisedLine::changed);
    }

    /** Whether a credit note or an invoice is to be made: an amount differs, not the usage alone. */
    public boolean changesAmounts() {
        return lines.stream().anyMatch(line -> line.difference().signum() != 0);
    }

    /**
     * Lines for the next invoice, numbered from {@code first}, with what they do to the lines they name. Each is taxed as
     * the line that it corrects.
     */
    public List<CorrectionLine> adjustments(int first) {
        List<CorrectionLine> result = new ArrayList<>();
        for (RevisedLine line : lines) {
            if (!line.changed()) {
                continue;
            }
            List<Part> parts = line.difference().signum() < 0 ? takenFrom(line, Map.of()) : null;
            if (parts == null) {
                parts = List.of(new Part(line.names(), line.difference()));
            }
            for (int i = 0; i < parts.size(); i++) {
                Part part = parts.get(i);
                result.add(CorrectionLine.of(
                        first + result.size(),
                        line,
                        part.line(),
                        part.amount(),
                        vat(line),
                        CorrectionLine.Place.of(i, parts.size(), rules)));
            }
        }
        return result;
    }

    /**
     * The increases as lines of an invoice of their own, and the decreases as lines of credit notes by the invoice that each
     * takes back from; absent where a decrease finds no line that has as much left, as with prices below zero.
     *
     * @param billed what is left of invoices that have billed the month: those that bill other months too may have less left than
     *     their lines; of those that are not among them each line gives what it has
     */
    public @Nullable Split split(List<Remainder> billed) {
        Map<String, Map<VatTreatment, Money>> rooms = new HashMap<>();
        billed.forEach(one -> rooms.put(one.invoice().heading().number(), one.room()));
        List<CorrectionLine> increases = new ArrayList<>();
        Map<String, List<CorrectionLine>> decreases = new TreeMap<>(Collections.reverseOrder());
        for (RevisedLine line : lines) {
            Money difference = line.difference();
            if (difference.signum() > 0) {
                increases.add(CorrectionLine.of(
                        increases.size() + 1, line, line.names(), difference, vat(line), CorrectionLine.Place.ONLY));
            } else if (difference.signum() < 0) {
                Map<String, Money> room = atRate(rooms, vat(line));
                List<Part> parts = takenFrom(line, room);
                if (parts == null) {
                    return null;
                }
                for (int i = 0; i < parts.size(); i++) {
                    Part part = parts.get(i);
                    rooms.getOrDefault(part.line().number(), new HashMap<>())
                            .computeIfPresent(vat(line), (vat, money) -> money.plus(part.amount()));
                    List<CorrectionLine> note =
                            decreases.computeIfAbsent(part.line().number(), number -> new ArrayList<>());
                    note.add(CorrectionLine.of(
                            note.size() + 1,
                            line,
                            part.line(),
                            part.amount(),
                            vat(line),
                            CorrectionLine.Place.of(i, parts.size(), rules)));
                }
            }
        }
        return new Split(increases, decreases);
    }

    /**
     * A revision as documents of its own.
     *
     * @param increases lines of an invoice; none where nothing became dearer
     * @param decreases by number of the credited invoice, lines with what they do, below zero
     * @param kept by number of the credited invoice, what discounts of an amount go on taking of it at most, by their ids
     * @param more what discounts of an amount take of the increases
     * @param revised what discounts in per cent take more or less of the month
     */
    public record Split(
            List<CorrectionLine> increases,
            Map<String, List<CorrectionLine>> decreases,
            Map<String, Map<String, Money>> kept,
            List<AmountOff> more,
            List<DiscountRevised> revised) {

        /** A revision of a month of which no discount tells anything. */
        Split(List<CorrectionLine> increases, Map<String, List<CorrectionLine>> decreases) {
            this(increases, decreases, Map.of(), List.of(), List.of());
        }

        /** The same where discounts in per cent take more or less. */
        public Split telling(List<DiscountRevised> discounts) {
            return new Split(increases, decreases, kept, more, discounts);
        }

        /** What the credit note of an invoice tells of discounts in per cent: all of it stands on the first document. */
        public List<DiscountRevised> toldByNote(String number) {
            return decreases.keySet().stream().findFirst().equals(Optional.of(number)) ? revised : List.of();
        }

        /** What the invoice of the increases tells of them. */
        public List<DiscountRevised> toldByInvoice() {
            return decreases.isEmpty() ? revised : List.of();
        }

        /** What discounts of an amount go on taking of a credited invoice, by their ids; those that are not named take what they can. */
        public Map<String, Money> keptOf(String number) {
            return kept.getOrDefault(number, Map.of());
        }
    }

    /** A part of a difference and the line that it names. */
    private record Part(CorrectedLine line, Money amount) {}

    private static Map<String, Money> atRate(Map<String, Map<VatTreatment, Money>> rooms, VatTreatment vat) {
        Map<String, Money> room = new HashMap<>();
        rooms.forEach((number, ofRates) -> {
            Money one = ofRates.get(vat);
            if (one != null) {
                room.put(number, one);
            }
        });
        return room;
    }

    /**
     * A decrease by the lines that it is taken from, the newest first; absent where they have not as much left.
     *
     * @param room what can be taken from all lines of an invoice at most, by its number
     */
    private static @Nullable List<Part> takenFrom(RevisedLine line, Map<String, Money> room) {
        List<Part> parts = new ArrayList<>();
        Money rest = line.difference();
        for (RevisedLine.Source source : line.sources()) {
            if (rest.signum() == 0) {
                break;
            }
            Money left = AcrossLines.least(
                    source.left(), room.getOrDefault(source.line().number(), source.left()));
            if (left.signum() > 0) {
                Money taken = left.plus(rest).signum() >= 0 ? rest : left.negated();
                parts.add(new Part(source.line(), taken));
                rest = rest.minus(taken);
            }
        }
        return rest.signum() == 0 ? parts : null;
    }

    /** The newest first; what is left again waits for whoever voids the invoice, so it comes last. */
    private static List<RevisedLine.Source> sources(
            @Nullable InvoiceLine line,
            CorrectedLine names,
            List<LineEffect> ofKey,
            Map<CorrectedLine, List<LineEffect>> ofLines,
            boolean leftAgain) {
        Map<CorrectedLine, Money> billing = new LinkedHashMap<>();
        if (line != null) {
            billing.put(names, line.amount().net());
        }
        for (LineEffect effect : ofKey) {
            if (effect.cause() == LineEffect.Cause.REVISION && effect.net().signum() > 0) {
                billing.put(new CorrectedLine(effect.number(), effect.line()), effect.net());
            }
        }
        List<RevisedLine.Source> sources = new ArrayList<>();
        List<RevisedLine.Source> again = new ArrayList<>();
        billing.forEach((bills, net) -> {
            Money left = left(bills, net, ofLines);
            Money whole = leftAgain ? left.plus(leftAgain(bills, net, ofLines)) : left;
            (whole.equals(left) ? sources : again).addFirst(new RevisedLine.Source(bills, whole));
        });
        sources.addAll(again);
        return sources;
    }

    private static Money left(CorrectedLine bills, Money net, Map<CorrectedLine, List<LineEffect>> ofLines) {
        Money left = net;
        for (LineEffect effect : ofLines.getOrDefault(bills, List.of())) {
            left = takes(effect, bills) ? left.plus(effect.net()) : left;
        }
        return left;
    }

    /** What was credited of lines that have taken from it. */
    private static Money leftAgain(CorrectedLine bills, Money net, Map<CorrectedLine, List<LineEffect>> ofLines) {
        Money again = Money.zero(net.currency());
        for (LineEffect effect : ofLines.getOrDefault(bills, List.of())) {
            CorrectedLine taking = new CorrectedLine(effect.number(), effect.line());
            for (LineEffect credit :
                    takes(effect, bills) ? ofLines.getOrDefault(taking, List.of()) : List.<LineEffect>of()) {
                boolean gives = credit.cause() == LineEffect.Cause.CREDIT
                        && credit.net().signum() > 0;
                again = gives ? again.plus(credit.net()) : again;
            }
        }
        return again;
    }

    private static boolean takes(LineEffect effect, CorrectedLine bills) {
        Integer number = bills.line();
        return number != null && effect.takesFrom(bills.number(), number);
    }

    /** How documents have taxed charges for which the invoice of a month has no line; empty where none of them bills such. */
    public static Optional<VatTreatment> taxed(Invoice month, List<Invoice> documents) {
        CorrectedLine without = new CorrectedLine(month.heading().number(), null);
        return documents.stream()
                .flatMap(document -> document.lines().stream())
                .filter(line -> without.equals(line.provenance().corrects())
                        && !line.item().acrossLines())
                .map(InvoiceLine::vat)
                .findFirst();
    }

    /** At the rate of the line that is corrected; of the month where its invoice has none for these charges. */
    VatTreatment vat(RevisedLine line) {
        Integer number = line.names().line();
        return number == null
                ? vat
                : invoice.lines().stream()
                        .filter(one -> one.number() == number)
                        .map(InvoiceLine::vat)
                        .findFirst()
                        .orElseThrow();
    }

    private static Map<LineKey, InvoiceLine> byKey(List<InvoiceLine> lines) {
        Map<LineKey, InvoiceLine> byKey = new LinkedHashMap<>();
        lines.forEach(line -> byKey.put(LineKey.of(line), line));
        return byKey;
    }

    private static Currency currency(Invoice invoice) {
        return invoice.heading().currency();
    }

    /** The exact quantity of a line; zero where there is no line. */
    static BigDecimal quantity(@Nullable InvoiceLine line) {
        return line == null ? BigDecimal.ZERO : line.quantity().exact();
    }
}
