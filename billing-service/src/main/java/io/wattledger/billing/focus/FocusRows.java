package io.wattledger.billing.focus;

import io.wattledger.billing.invoice.Allowance;
import io.wattledger.billing.invoice.DocumentAllowance;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.LineKey;
import io.wattledger.billing.invoice.VatSubtotal;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes the rows of one document: one per charge and charge period while its usage goes by, then what only the whole
 * document has. {@code BilledCost} adds up to what is payable.
 */
final class FocusRows {

    /** Decimals of quantities and of unit prices: FOCUS wants their product to be the cost exactly, so both are finite. */
    private static final int QUANTITY_DECIMALS = 10;

    private static final int PRICE_DECIMALS = 14;

    /** Decimals of each factor and of their product with which checkers reckon that are written for DuckDB. */
    private static final int FACTOR_DECIMALS = 9;

    private static final int READ_DECIMALS = 12;

    /** With fewer decimals a quantity would be off by more than its price allows. */
    private static final int FEWEST_DECIMALS = 8;

    /** A price whose product with the quantity is nearer to the amount than this is as good as any. */
    private static final BigDecimal NEAR = new BigDecimal("0.000001");

    private final FocusDocument document;
    private final Consumer<FocusRow> sink;
    private final FocusForm form;
    private final Map<LineKey, InvoiceLine> lines = new LinkedHashMap<>();
    private final Map<Integer, Integer> charges = new HashMap<>();
    private final Set<Integer> corrections = new HashSet<>();
    private final Reservations reservations;
    private BigDecimal billed = BigDecimal.ZERO;

    FocusRows(FocusDocument document, Consumer<FocusRow> sink) {
        this.document = document;
        this.sink = sink;
        this.form = new FocusForm(document);
        for (InvoiceLine line : document.invoice().lines()) {
            if (document.correction() || line.provenance().corrects() != null) {
                corrections.add(line.number());
            } else {
                lines.put(LineKey.of(line), line);
            }
        }
        this.reservations = new Reservations(form, List.copyOf(lines.values()));
    }

    /** How much of what a row charges, and when. */
    record Measured(BigDecimal quantity, BigDecimal amount, Instant start, Instant end) {

        /**
         * The quantity as rows state it. What has an amount and next to no quantity is one of it. Beside a price of up to four
         * decimals it has so few that readers who reckon with nine of each and twelve of the cost find the cost as well.
         */
        BigDecimal stated() {
            int decimals =
                    READ_DECIMALS - Math.max(0, own().stripTrailingZeros().scale());
            BigDecimal stated = quantity.abs()
                    .setScale(
                            decimals < FEWEST_DECIMALS ? QUANTITY_DECIMALS : Math.min(decimals, FACTOR_DECIMALS),
                            RoundingMode.HALF_UP);
            return stated.signum() == 0 && amount.signum() != 0 ? BigDecimal.ONE : stated;
        }

        /** The price as rows state it: the tariff's own where it leads to the amount; never negative (F9). */
        BigDecimal price() {
            if (amount.signum() <= 0) {
                return BigDecimal.ZERO;
            }
            BigDecimal own = own();
            return own.multiply(stated()).subtract(amount).abs().compareTo(NEAR) < 0 ? own : by(stated());
        }

        private BigDecimal own() {
            return quantity.signum() == 0 ? amount : by(quantity.abs());
        }

        private BigDecimal by(BigDecimal divisor) {
            return amount.divide(divisor, MathContext.DECIMAL128).setScale(PRICE_DECIMALS, RoundingMode.HALF_UP);
        }
    }

    /** The rows of a rated record; charges of neither quantity nor amount have none, as they have no invoice line. */
    void usage(RatedUsage usage) {
        boolean first = true;
        for (Charge charge : usage.charges()) {
            InvoiceLine line = lines.get(LineKey.of(usage, charge));
            if (line != null
                    && (charge.quantity().signum() != 0 || charge.amount().signum() != 0)) {
                Measured measured =
                        new Measured(charge.quantity(), charge.amount(), usage.periodStart(), usage.periodEnd());
                ChargeFacts facts = new ChargeFacts(usage, charge, line, first);
                int count = charges.merge(line.number(), 1, Integer::sum);
                charge(line, measured, "/" + count, facts::on);
                first = false;
            }
        }
    }

    /** The rows of what no rated charge explains: corrections, allowances, rounding and VAT. */
    void end() {
        for (InvoiceLine line : document.invoice().lines()) {
            if (corrections.contains(line.number())) {
                correction(line);
            } else if (!charges.containsKey(line.number())) {
                Measured measured = new Measured(
                        line.quantity().exact(),
                        line.amount().unrounded(),
                        line.chargePeriod().start(),
                        line.chargePeriod().end());
                charge(line, measured, "", row -> ChargeFacts.ofLine(row, line));
            }
            int number = 0;
            for (Allowance allowance : line.amount().allowances()) {
                number++;
                add(form.ofLine(
                                line,
                                ChargeCategory.CREDIT,
                                "/allowance-" + number,
                                line.chargePeriod().start(),
                                line.chargePeriod().end())
                        .set(FocusColumn.CHARGE_DESCRIPTION, allowance.reason())
                        .cost(document.signed(allowance.amount().amount().negate())));
            }
        }
        reservations.unused().forEach(this::add);
        int number = 0;
        for (DocumentAllowance allowance : document.invoice().allowances()) {
            number++;
            add(form.whole(ChargeCategory.CREDIT, allowance.allowance().reason(), "/allowance-" + number)
                    .cost(document.signed(
                            allowance.allowance().amount().amount().negate())));
        }
        rounding();
        tax();
        prepaid();
    }

    private void charge(InvoiceLine line, Measured measured, String suffix, Consumer<FocusRow> facts) {
        FocusRow row =
                switch (FocusRole.of(line, reservations)) {
                    case CREDIT ->
                        at(line, ChargeCategory.CREDIT, suffix, measured).cost(scaled(measured.amount()));
                    case COMMITMENT ->
                        reservations.purchase(line, priced(line, ChargeCategory.PURCHASE, suffix, measured));
                    case COVERED -> reservations.used(line, priced(line, ChargeCategory.USAGE, suffix, measured));
                    case UNUSED -> null;
                    case PURCHASE -> priced(line, ChargeCategory.PURCHASE, suffix, measured);
                    case USAGE -> priced(line, ChargeCategory.USAGE, suffix, measured);
                };
        if (row == null) {
            return;
        }
        facts.accept(row);
        add(row);
        if (measured.amount().signum() < 0 && !row.says(FocusColumn.CHARGE_CATEGORY, ChargeCategory.CREDIT.text())) {
            // A unit price must not be negative: it is usage for nothing and a credit beside it.
            add(at(line, ChargeCategory.CREDIT, suffix + "/credit", measured).cost(scaled(measured.amount())));
        }
    }

    private FocusRow priced(InvoiceLine line, ChargeCategory category, String suffix, Measured measured) {
        BigDecimal quantity = measured.stated();
        BigDecimal price = measured.price();
        String unit = FocusUnits.name(line.quantity().unit());
        String pricing = line.item().kind() == ChargeKind.ENERGY ? "Dynamic" : "Standard";
        FocusRow row = form.sku(at(line, category, suffix, measured), line, pricing)
                .cost(quantity.multiply(price))
                .set(FocusColumn.PRICING_QUANTITY, quantity)
                .set(FocusColumn.PRICING_UNIT, unit)
                .set(FocusColumn.LIST_UNIT_PRICE, price)
                .set(FocusColumn.CONTRACTED_UNIT_PRICE, price);
        return category == ChargeCategory.USAGE
                ? row.set(FocusColumn.CONSUMED_QUANTITY, quantity).set(FocusColumn.CONSUMED_UNIT, unit)
                : row;
    }

    private FocusRow at(InvoiceLine line, ChargeCategory category, String suffix, Measured measured) {
        return form.ofLine(line, category, suffix, measured.start(), measured.end());
    }

    /** What corrects an earlier invoice moves costs only: its usage stands in the rows that it corrects. */
    private void correction(InvoiceLine line) {
        ChargeCategory category =
                switch (FocusRole.of(line, reservations)) {
                    case CREDIT -> ChargeCategory.CREDIT;
                    case COMMITMENT, PURCHASE -> ChargeCategory.PURCHASE;
                    case COVERED, UNUSED, USAGE -> ChargeCategory.USAGE;
                };
        FocusRow row = form.ofLine(
                        line,
                        category,
                        "",
                        line.chargePeriod().start(),
                        line.chargePeriod().end())
                .cost(scaled(document.signed(line.amount().unrounded())));
        ChargeFacts.ofLine(row, line);
        add(category.priced() && !isPieceOfTime(line) ? form.sku(row, line, "Standard") : row);
    }

    /** A package of hours, or a part of what went of hours: these are of different SKUs, so it names none. */
    private static boolean isPieceOfTime(InvoiceLine line) {
        return line.item().kind() == ChargeKind.GPU_TIME && line.quantity().unit() == ChargeUnit.ONE;
    }

    /** What the lines' rounding, and the finite decimals of the rows above, leave to the total without VAT. */
    private void rounding() {
        BigDecimal difference = document.signed(
                        document.invoice().totals().withoutVat().amount())
                .subtract(billed);
        if (difference.signum() != 0) {
            add(form.whole(ChargeCategory.ADJUSTMENT, "Rounding of invoice lines", "/rounding")
                    .cost(difference));
        }
    }

    private void tax() {
        int entry = 0;
        for (VatSubtotal subtotal : document.invoice().vatBreakdown()) {
            entry++;
            if (subtotal.tax().amount().signum() != 0) {
                String words = "VAT " + subtotal.vat().ratePercent().toPlainString() + " per cent";
                add(form.whole(ChargeCategory.TAX, words, "/vat-" + entry)
                        .set(
                                FocusColumn.X_VAT_CATEGORY,
                                subtotal.vat().category().name())
                        .set(FocusColumn.X_VAT_RATE, subtotal.vat().ratePercent())
                        .cost(document.signed(subtotal.tax().amount())));
            }
        }
    }

    /** What was paid before the invoice was issued is not payable any more. */
    private void prepaid() {
        BigDecimal difference = document.payable().subtract(billed);
        if (difference.signum() != 0) {
            add(form.whole(ChargeCategory.CREDIT, "Paid in advance", "/prepaid").cost(difference));
        }
    }

    private void add(FocusRow row) {
        BigDecimal cost = row.decimal(FocusColumn.BILLED_COST);
        billed = cost == null ? billed : billed.add(cost);
        sink.accept(row);
    }

    /** A quantity or an amount with the decimals that rows have. */
    static BigDecimal scaled(BigDecimal value) {
        return value.setScale(QUANTITY_DECIMALS, RoundingMode.HALF_UP);
    }
}
