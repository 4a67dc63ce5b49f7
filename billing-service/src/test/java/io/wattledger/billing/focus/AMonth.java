package io.wattledger.billing.focus;

import io.wattledger.billing.ABillable;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.focus.FocusFile.Source;
import io.wattledger.billing.invoice.CreditNote;
import io.wattledger.billing.invoice.CreditRequest;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceDraft;
import io.wattledger.billing.invoice.Remainder;
import io.wattledger.billing.invoice.Revision;
import io.wattledger.contracts.message.Carbon;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** October 2026 with every kind of charge that pricing makes, its invoice, and what was issued after it. */
final class AMonth {

    static final String NUMBER = "NO26-000042";

    private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");
    private static final LocalDate FIRST = LocalDate.of(2026, 10, 1);
    private static final LocalDate ISSUED = LocalDate.of(2026, 11, 2);
    private static final BigDecimal MILLIS_PER_HOUR = new BigDecimal("3600000");

    private AMonth() {}

    /** All rated records: days of two projects at two sites, and the records of the month. */
    static List<RatedUsage> usage() {
        List<RatedUsage> usage = new ArrayList<>();
        usage.addAll(month());
        for (int day = 0; day < 3; day++) {
            usage.add(day(day, "climate", "glomfjord", 345_600_123L + day, "0.4128371", "24.90"));
            usage.add(day(day, "climate", "narvik", 86_400_007L, "-0.0125", "24.90"));
            usage.add(day(day, "språk", "glomfjord", 7_200_001L, "0.41283712345678901", "24.90"));
        }
        return usage;
    }

    /** The invoice of the month. */
    static Source invoice() {
        List<RatedUsage> usage = usage();
        return new Source(FocusDocument.invoice(draft(usage).numbered(NUMBER, ISSUED)), usage);
    }

    /** The usage of a month in which as many projects used two sites every day. */
    static List<RatedUsage> usage(int projects) {
        List<RatedUsage> usage = new ArrayList<>(month());
        for (int project = 0; project < projects; project++) {
            for (int day = 0; day < FIRST.lengthOfMonth(); day++) {
                long millis = 345_600_123L + 7919L * day + project;
                usage.add(day(day, "project-" + project, "glomfjord", millis, "0.4128371", "24.90"));
                usage.add(day(day, "project-" + project, "narvik", millis, "0.3991234567", "23.15"));
            }
        }
        return usage;
    }

    /** A credit note for all that is left of it. */
    static Source voided() {
        Invoice note = CreditNote.of(Remainder.whole(invoice().document().invoice()), new CreditRequest.InFull())
                .numbered("NO26-000043", LocalDate.of(2026, 11, 20));
        return new Source(FocusDocument.correction(note), List.of());
    }

    /** A credit note of an amount, spread over all lines. */
    static Source creditOf(String amount) {
        Invoice note = CreditNote.of(
                        Remainder.whole(invoice().document().invoice()),
                        new CreditRequest.ByAmount(new BigDecimal(amount)))
                .numbered("NO26-000044", LocalDate.of(2027, 1, 4));
        return new Source(FocusDocument.correction(note), List.of());
    }

    /** The invoice of the next month, which also corrects this one: one project used twice as much on a day. */
    static Source nextInvoice() {
        List<RatedUsage> changed = usage();
        RatedUsage more = day(0, "climate", "glomfjord", 691_200_246L, "0.5", "24.90");
        changed.replaceAll(one -> one.recordKey().equals(more.recordKey()) ? more : one);
        Revision revision = Revision.of(
                invoice().document().invoice(),
                List.of(),
                draft(usage()).lines(),
                draft(changed).lines());
        RatedUsage november = day(31, "climate", "glomfjord", 3_600_000L, "0.3", "24.90");
        InvoiceDraft draft = InvoiceDraft.of(
                ABillable.of("NOK", AnAccount.NORWEGIAN_VAT, List.of(november)), revision.adjustments(1));
        Invoice invoice = draft.numbered("NO26-000050", LocalDate.of(2026, 12, 2));
        return new Source(new FocusDocument(invoice, YearMonth.of(2026, 11), false), List.of(november));
    }

    static InvoiceDraft draft(List<RatedUsage> usage) {
        return InvoiceDraft.of(ABillable.of("NOK", AnAccount.NORWEGIAN_VAT, usage));
    }

    private static RatedUsage day(
            int day, String project, String site, long millis, String energyPrice, String gpuPrice) {
        BigDecimal hours = new BigDecimal(millis).divide(MILLIS_PER_HOUR, MathContext.DECIMAL128);
        BigDecimal kwh = hours.multiply(new BigDecimal("0.77"));
        BigDecimal gpu = hours.multiply(new BigDecimal(gpuPrice), MathContext.DECIMAL128);
        List<Charge> charges = List.of(
                charge("gpu-time", null, ChargeKind.GPU_TIME, null, null, hours, ChargeUnit.GPU_HOUR, gpuPrice, gpu),
                new Charge(
                        "energy",
                        null,
                        ChargeKind.ENERGY,
                        "Energy at day-ahead price",
                        null,
                        null,
                        kwh,
                        ChargeUnit.FACILITY_KWH,
                        null,
                        kwh.multiply(new BigDecimal(energyPrice), MathContext.DECIMAL128),
                        millis * 700,
                        millis * 70,
                        List.of("ab".repeat(32))),
                each("losses", ChargeKind.GRID, kwh, ChargeUnit.FACILITY_KWH, "0.031"),
                each("el-avgift", ChargeKind.LEVY, kwh, ChargeUnit.FACILITY_KWH, "0.1669"),
                each("idle", ChargeKind.ENERGY, new BigDecimal("1.5"), ChargeUnit.IT_KWH, "0.4"),
                charge(
                        "mark-up",
                        "energy",
                        ChargeKind.ENERGY,
                        null,
                        null,
                        kwh,
                        ChargeUnit.ONE,
                        "0.05",
                        kwh.multiply(new BigDecimal("0.05"))));
        Instant start = FIRST.plusDays(day).atStartOfDay(OSLO).toInstant();
        Instant end = FIRST.plusDays(day + 1L).atStartOfDay(OSLO).toInstant();
        Carbon carbon = new Carbon(
                kwh.multiply(new BigDecimal("8.1")).setScale(6, RoundingMode.HALF_UP),
                null,
                kwh.setScale(6, RoundingMode.HALF_UP),
                BigDecimal.ZERO,
                List.of());
        return record(project, site, "h100-sxm", start, end, FIRST.plusDays(day), millis, charges, carbon);
    }

    private static List<RatedUsage> month() {
        Instant start = FIRST.atStartOfDay(OSLO).toInstant();
        Instant end = FIRST.plusMonths(1).atStartOfDay(OSLO).toInstant();
        BigDecimal share = new BigDecimal("1234.5").divide(new BigDecimal("7"), MathContext.DECIMAL128);
        List<Charge> whole = List.of(
                of(
                        "reserved",
                        "reserved",
                        ChargeKind.RESERVATION,
                        "narvik",
                        "1488",
                        ChargeUnit.GPU_HOUR,
                        "15.123456789"),
                of(
                        "reserved",
                        "unused",
                        ChargeKind.RESERVATION,
                        "narvik",
                        "1088.000000000001",
                        ChargeUnit.GPU_HOUR,
                        "0"),
                of("capacity", null, ChargeKind.GRID, "narvik", "12.5", ChargeUnit.KILOWATT_MONTH, "58"),
                of("peak", null, ChargeKind.GRID, "narvik", "13.125", ChargeUnit.KILOWATT, "41.5"),
                of("gos", null, ChargeKind.CERTIFICATE, "narvik", "3", ChargeUnit.CERTIFICATE, "9.75"),
                of("site-day", null, ChargeKind.FEE, "narvik", "31", ChargeUnit.SITE_DAY, "45"),
                of("support", null, ChargeKind.FEE, null, "10000.123", ChargeUnit.ONE, "0.08"),
                of("minimum", null, ChargeKind.FEE, null, "1", ChargeUnit.ONE, "123.456"));
        List<Charge> climate = List.of(
                of("reserved", "covered", ChargeKind.GPU_TIME, "narvik", "399.999999999999", ChargeUnit.GPU_HOUR, "0"),
                of("reserved", "overage", ChargeKind.GPU_TIME, "narvik", "12.5", ChargeUnit.GPU_HOUR, "31.5"),
                of("tiers", "tier-1", ChargeKind.GPU_TIME, "glomfjord", "50000", ChargeUnit.GPU_HOUR, "2.40"),
                charge(
                        "tiers",
                        "tier-2",
                        ChargeKind.GPU_TIME,
                        "glomfjord",
                        "h100-sxm",
                        share,
                        ChargeUnit.GPU_HOUR,
                        "2.20",
                        share.multiply(new BigDecimal("2.20"), MathContext.DECIMAL128)),
                of("packages", null, ChargeKind.GPU_TIME, "glomfjord", "2", ChargeUnit.ONE, "250"),
                of("sla", null, ChargeKind.CREDIT, "glomfjord", "1234.56", ChargeUnit.ONE, "-0.1"),
                of("allowance", null, ChargeKind.CREDIT, "glomfjord", "100", ChargeUnit.FACILITY_KWH, "-0.41"));
        return List.of(
                record("-", "-", "-", start, end, FIRST, 0, whole, null),
                record("climate", "-", "-", start, end, FIRST, 0, climate, null));
    }

    private static Charge of(
            String component,
            String part,
            ChargeKind kind,
            String site,
            String quantity,
            ChargeUnit unit,
            String price) {
        BigDecimal count = new BigDecimal(quantity);
        String sku = site == null ? null : "h100-sxm";
        return charge(component, part, kind, site, sku, count, unit, price, count.multiply(new BigDecimal(price)));
    }

    private static Charge each(String component, ChargeKind kind, BigDecimal quantity, ChargeUnit unit, String price) {
        BigDecimal amount = quantity.multiply(new BigDecimal(price));
        return charge(component, null, kind, null, null, quantity, unit, price, amount);
    }

    private static Charge charge(
            String component,
            String part,
            ChargeKind kind,
            String site,
            String sku,
            BigDecimal quantity,
            ChargeUnit unit,
            String price,
            BigDecimal amount) {
        return new Charge(
                component,
                part,
                kind,
                "What " + component + " charges",
                site,
                sku,
                quantity,
                unit,
                new BigDecimal(price),
                amount,
                0,
                0,
                List.of());
    }

    private static RatedUsage record(
            String project,
            String site,
            String sku,
            Instant start,
            Instant end,
            LocalDate day,
            long millis,
            List<Charge> charges,
            Carbon carbon) {
        return new RatedUsage(
                        "havvik",
                        project,
                        site,
                        sku,
                        start,
                        end,
                        day,
                        3,
                        "c-2026",
                        "nordic",
                        LocalDate.of(2026, 1, 1),
                        "NOK",
                        millis,
                        charges,
                        List.of(),
                        carbon)
                .withEstimated(millis / 8);
    }
}
