package io.wattledger.billing.invoice;

import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The lines that electronic invoices and pages for people state. Receivers refuse or choke on very many, so above {@link #MOST}
 * they are summed up, each sum as fine as fits: per site, SKU, project, kind and unit, with the quantity; else per site, SKU and
 * project; else per site and SKU, both as one piece. Rates of VAT and corrected invoices are never mixed.
 *
 * <p>Lines that correct are added up by what has come and gone since the third edition, before by their quantities without a sign.
 *
 * <p>Nothing is rounded again: a sum is that of lines that were rounded, so all totals of the document stand. Every line stands
 * in CSV and JSON.
 */
public final class StatedLines {

    /** How many lines are stated one by one. */
    public static final int MOST = 1_000;

    private static final String ALL = "-";

    private StatedLines() {}

    /** From the finest to the coarsest. */
    private enum Grain {
        KIND,
        PROJECT,
        SITE
    }

    /** What is added up into one line. */
    private record Key(String site, String sku, String project, String unit, String vat, String corrects) {}

    /** Whether the lines of a document are summed up where they are stated. */
    public static boolean summedUp(Invoice invoice) {
        return invoice.lines().size() > MOST;
    }

    /** The lines to state, numbered from 1. */
    public static List<InvoiceLine> of(Invoice invoice) {
        if (!summedUp(invoice)) {
            return invoice.lines();
        }
        List<InvoiceLine> sums = List.of();
        for (Grain grain : Grain.values()) {
            sums = sums(invoice, grain);
            if (sums.size() <= MOST) {
                return sums;
            }
        }
        return sums;
    }

    private static List<InvoiceLine> sums(Invoice invoice, Grain grain) {
        Map<Key, List<InvoiceLine>> groups = new LinkedHashMap<>();
        for (InvoiceLine line : invoice.lines()) {
            groups.computeIfAbsent(key(line, grain), key -> new ArrayList<>()).add(line);
        }
        List<InvoiceLine> sums = new ArrayList<>();
        for (List<InvoiceLine> group : groups.values()) {
            boolean corrects = invoice.heading().sinceThirdEdition()
                    && group.getFirst().provenance().corrects() != null;
            sums.add(sum(sums.size() + 1, group, grain, corrects));
        }
        return sums;
    }

    private static Key key(InvoiceLine line, Grain grain) {
        LineItem item = line.item();
        CorrectedLine corrects = line.provenance().corrects();
        return new Key(
                item.site(),
                item.sku(),
                grain == Grain.SITE ? ALL : item.project(),
                grain == Grain.KIND ? item.kind() + "/" + line.quantity().unit() : "",
                line.vat().toString(),
                corrects == null ? "" : corrects.number());
    }

    /**
     * @param corrects whether what has come and gone is added up with its sign, as since the third edition; where that does not go the
     *     way of the amount, there is no price for it, and it is stated as one piece
     */
    private static InvoiceLine sum(int number, List<InvoiceLine> lines, Grain grain, boolean corrects) {
        InvoiceLine first = lines.getFirst();
        Money net = Money.zero(first.amount().net().currency());
        BigDecimal unrounded = BigDecimal.ZERO;
        BigDecimal exact = BigDecimal.ZERO;
        for (InvoiceLine line : lines) {
            net = net.plus(line.amount().net());
            unrounded = unrounded.add(line.amount().unrounded());
            exact = exact.add(corrects ? line.added() : line.quantity().exact());
            for (Allowance allowance : line.amount().allowances()) {
                unrounded = unrounded.subtract(allowance.amount().amount());
            }
        }
        boolean isPriced = exact.signum() == net.signum() || net.signum() == 0 && exact.signum() > 0;
        boolean pieces = grain != Grain.KIND || corrects && !isPriced;
        ChargeUnit unit = pieces ? ChargeUnit.ONE : first.quantity().unit();
        return new InvoiceLine(
                number,
                item(lines, grain, pieces),
                InvoicedQuantity.of(pieces ? BigDecimal.ONE : exact.abs(), unit, unrounded, net, null),
                new LineAmount(net, LineSum.plain(unrounded)),
                first.vat(),
                period(lines),
                facts(lines, corrects),
                provenance(lines));
    }

    private static LineItem item(List<InvoiceLine> lines, Grain grain, boolean pieces) {
        LineItem item = lines.getFirst().item();
        String words = grain == Grain.KIND ? item.description() : item.skuName() + ", " + item.siteName();
        return new LineItem(
                grain == Grain.SITE ? ALL : item.project(),
                item.site(),
                item.siteName(),
                item.sku(),
                item.skuName(),
                ALL,
                pieces ? ChargeKind.FEE : item.kind(),
                words + " (" + lines.size() + ")");
    }

    private static ChargePeriod period(List<InvoiceLine> lines) {
        Instant start = lines.getFirst().chargePeriod().start();
        Instant end = lines.getFirst().chargePeriod().end();
        LocalDate firstDay = lines.getFirst().chargePeriod().firstDay();
        LocalDate lastDay = lines.getFirst().chargePeriod().lastDay();
        for (InvoiceLine line : lines) {
            ChargePeriod period = line.chargePeriod();
            start = period.start().isBefore(start) ? period.start() : start;
            end = period.end().isAfter(end) ? period.end() : end;
            firstDay = period.firstDay().isBefore(firstDay) ? period.firstDay() : firstDay;
            lastDay = period.lastDay().isAfter(lastDay) ? period.lastDay() : lastDay;
        }
        return new ChargePeriod(start, end, firstDay, lastDay);
    }

    /**
     * Usage stands on each line of each of its components, so it is that of the component which has most; a factor of emissions is
     * kept where all lines have the same.
     *
     * @param corrects whether less than nothing may have come, of which the most is what is furthest from nothing
     */
    private static UsageFacts facts(List<InvoiceLine> lines, boolean corrects) {
        Map<String, UsageFacts> byComponent = new HashMap<>();
        for (InvoiceLine line : lines) {
            String component = line.item().kind() + "/" + line.item().component();
            byComponent.merge(component, line.facts().emitting(null), UsageFacts::plus);
        }
        EmissionFactor emission = lines.getFirst().facts().emission();
        boolean same =
                lines.stream().allMatch(line -> Objects.equals(line.facts().emission(), emission));
        Comparator<UsageFacts> more = Comparator.comparingLong(UsageFacts::milliGpuSeconds)
                .thenComparingLong(UsageFacts::itMillijoules)
                .thenComparing(UsageFacts::facilityKilowattHours);
        UsageFacts most = byComponent.values().stream()
                .max(corrects ? Comparator.comparing(StatedLines::size, more) : more)
                .orElseThrow();
        return most.emitting(same ? emission : null);
    }

    private static UsageFacts size(UsageFacts facts) {
        return new UsageFacts(
                Math.abs(facts.milliGpuSeconds()),
                Math.abs(facts.itMillijoules()),
                Math.abs(facts.estimatedMillijoules()),
                facts.facilityKilowattHours().abs());
    }

    private static Provenance provenance(List<InvoiceLine> lines) {
        SortedSet<String> tariffs = new TreeSet<>();
        SortedSet<LocalDate> versions = new TreeSet<>();
        SortedSet<String> documents = new TreeSet<>();
        int charges = 0;
        for (InvoiceLine line : lines) {
            tariffs.add(line.provenance().tariff());
            versions.addAll(line.provenance().tariffVersions());
            documents.addAll(line.provenance().priceDocuments());
            charges = Math.addExact(charges, line.provenance().charges());
        }
        @Nullable CorrectedLine corrects = lines.getFirst().provenance().corrects();
        return new Provenance(
                String.join(", ", tariffs),
                List.copyOf(versions),
                List.copyOf(documents),
                charges,
                null,
                corrects == null ? null : new CorrectedLine(corrects.number(), null));
    }
}
