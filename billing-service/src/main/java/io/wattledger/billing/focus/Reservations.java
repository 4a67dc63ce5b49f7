package io.wattledger.billing.focus;

import io.wattledger.billing.account.Resold;
import io.wattledger.billing.invoice.InvoiceLine;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reserved capacity as a FOCUS commitment discount: its price is billed where it is bought and has its effect where it is
 * used, and what nobody used has the rest (F12). So the effective costs of a period add up to what was billed for it.
 */
final class Reservations {

    /** Parts of the tariff component, as pricing names them. */
    static final String RESERVED = "reserved";

    static final String COVERED = "covered";
    static final String UNUSED = "unused";

    private final FocusForm form;
    private final Map<Key, Reservation> reservations = new LinkedHashMap<>();

    Reservations(FocusForm form, List<InvoiceLine> lines) {
        this.form = form;
        for (InvoiceLine line : lines) {
            if (RESERVED.equals(line.provenance().part())) {
                reservations.put(Key.of(line), new Reservation(line));
            }
        }
    }

    /** One reservation of a tariff; on the invoice of a reseller, of one of its tenants, whose id is empty elsewhere. */
    private record Key(String user, String tariff, String component, String site, String sku) {

        static Key of(InvoiceLine line) {
            return new Key(
                    Resold.user(line.item().project()).orElse(""),
                    line.provenance().tariff(),
                    line.item().component(),
                    line.item().site(),
                    line.item().sku());
        }

        String id() {
            String id = String.join("/", tariff, component, site, sku);
            return user.isEmpty() ? id : user + "/" + id;
        }
    }

    /** What of a reservation was bought and used so far. */
    private static final class Reservation {
        private final InvoiceLine line;
        private BigDecimal billed = BigDecimal.ZERO;
        private BigDecimal hours = BigDecimal.ZERO;
        private BigDecimal usedHours = BigDecimal.ZERO;
        private BigDecimal usedCost = BigDecimal.ZERO;

        Reservation(InvoiceLine line) {
            this.line = line;
        }

        BigDecimal price() {
            return measured().price();
        }

        FocusRows.Measured measured() {
            return new FocusRows.Measured(
                    line.quantity().exact(),
                    line.amount().unrounded(),
                    line.chargePeriod().start(),
                    line.chargePeriod().end());
        }
    }

    /** Whether a reservation of the same component, site and SKU is billed beside this line. */
    boolean cover(InvoiceLine line) {
        return reservations.containsKey(Key.of(line));
    }

    /** The row by which capacity is bought. */
    FocusRow purchase(InvoiceLine line, FocusRow row) {
        Reservation one = of(line);
        BigDecimal hours = number(row, FocusColumn.PRICING_QUANTITY);
        one.billed = one.billed.add(number(row, FocusColumn.BILLED_COST));
        one.hours = one.hours.add(hours);
        return committed(row, one.line, hours, null).set(FocusColumn.EFFECTIVE_COST, BigDecimal.ZERO);
    }

    /** The row of GPU time that is paid for by the purchase. */
    FocusRow used(InvoiceLine line, FocusRow row) {
        Reservation one = of(line);
        BigDecimal hours = number(row, FocusColumn.PRICING_QUANTITY);
        BigDecimal cost = hours.multiply(one.price());
        one.usedHours = one.usedHours.add(hours);
        one.usedCost = one.usedCost.add(cost);
        return committed(row, one.line, hours, "Used")
                .cost(cost)
                .set(FocusColumn.BILLED_COST, BigDecimal.ZERO)
                .set(FocusColumn.LIST_UNIT_PRICE, one.price())
                .set(FocusColumn.CONTRACTED_UNIT_PRICE, one.price())
                .set(FocusColumn.PRICING_CATEGORY, "Committed");
    }

    /** One row per reservation for what nobody used, once all that was used has been seen. */
    List<FocusRow> unused() {
        List<FocusRow> rows = new ArrayList<>();
        for (Reservation one : reservations.values()) {
            BigDecimal hours = one.hours.subtract(one.usedHours).max(BigDecimal.ZERO);
            FocusRow row = form.ofLine(
                    one.line,
                    ChargeCategory.USAGE,
                    "/unused",
                    one.measured().start(),
                    one.measured().end());
            form.sku(row, one.line, "Committed")
                    .cost(hours.multiply(one.price()))
                    .set(FocusColumn.BILLED_COST, BigDecimal.ZERO)
                    .set(FocusColumn.EFFECTIVE_COST, one.billed.subtract(one.usedCost))
                    .set(FocusColumn.PRICING_QUANTITY, hours)
                    .set(
                            FocusColumn.PRICING_UNIT,
                            FocusUnits.name(one.line.quantity().unit()))
                    .set(FocusColumn.LIST_UNIT_PRICE, one.price())
                    .set(FocusColumn.CONTRACTED_UNIT_PRICE, one.price());
            rows.add(committed(row, one.line, hours, "Unused"));
        }
        return rows;
    }

    /** All rows of a reservation call it as its purchase does (F18). */
    private static FocusRow committed(FocusRow row, InvoiceLine line, BigDecimal hours, @Nullable String status) {
        String id = Key.of(line).id();
        return row.set(FocusColumn.COMMITMENT_DISCOUNT_ID, id)
                .set(FocusColumn.COMMITMENT_DISCOUNT_NAME, line.item().description())
                .set(FocusColumn.COMMITMENT_DISCOUNT_CATEGORY, "Usage")
                .set(FocusColumn.COMMITMENT_DISCOUNT_TYPE, "Reserved capacity")
                .set(FocusColumn.COMMITMENT_DISCOUNT_STATUS, status)
                .set(FocusColumn.COMMITMENT_DISCOUNT_QUANTITY, hours)
                .set(
                        FocusColumn.COMMITMENT_DISCOUNT_UNIT,
                        FocusUnits.name(line.quantity().unit()))
                .set(FocusColumn.CAPACITY_RESERVATION_ID, id)
                .set(FocusColumn.CAPACITY_RESERVATION_STATUS, status);
    }

    private Reservation of(InvoiceLine line) {
        Reservation one = reservations.get(Key.of(line));
        if (one == null) {
            throw new IllegalStateException("no reservation covers line " + line.number());
        }
        return one;
    }

    private static BigDecimal number(FocusRow row, FocusColumn column) {
        BigDecimal value = row.decimal(column);
        return value == null ? BigDecimal.ZERO : value;
    }
}
