package io.wattledger.billing.focus;

import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.UsageFacts;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.Carbon;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;

/**
 * What a rated charge says beyond FOCUS, in columns of our own (F22). What belongs to the whole record stands on its first
 * charge only, so that each column can be added up.
 *
 * @param usage the rated record
 * @param charge one of its charges
 * @param line the line on which the charge stands
 * @param first whether it is the first of them that has a row
 */
record ChargeFacts(RatedUsage usage, Charge charge, InvoiceLine line, boolean first) {

    private static final BigDecimal MILLIJOULES_PER_KILOWATT_HOUR = new BigDecimal("3600000000");
    private static final int MILLI = 3;

    void on(FocusRow row) {
        row.set(FocusColumn.X_RATED_RECORD, usage.recordKey())
                .set(FocusColumn.X_SITE_DATE, usage.siteDate().toString())
                .set(FocusColumn.X_TARIFF_VERSION, usage.tariffVersion().toString())
                .set(FocusColumn.X_UNROUNDED_AMOUNT, charge.amount().toPlainString())
                .set(FocusColumn.X_UNROUNDED_QUANTITY, charge.quantity().toPlainString())
                .set(
                        FocusColumn.X_TARIFF_UNIT_PRICE,
                        charge.unitPrice() == null ? null : charge.unitPrice().toPlainString())
                .set(FocusColumn.X_DOCUMENTS, String.join(" ", charge.documents()));
        if (charge.kind() == ChargeKind.ENERGY) {
            energy(row, charge.itMillijoules(), charge.estimatedMillijoules());
            if (charge.unit() == ChargeUnit.FACILITY_KWH) {
                row.set(FocusColumn.X_FACILITY_ENERGY, FocusRows.scaled(charge.quantity()));
            }
        }
        if (isNotUsed(line)) {
            row.set(
                    FocusColumn.X_FACILITY_ENERGY,
                    FocusRows.scaled(charge.quantity().negate()));
        }
        if (first) {
            ofRecord(row);
        }
    }

    private void ofRecord(FocusRow row) {
        BigDecimal seconds = BigDecimal.valueOf(usage.milliGpuSeconds(), MILLI);
        row.set(FocusColumn.X_GPU_SECONDS, seconds);
        if (usage.estimatedMilliGpuSeconds() != null) {
            row.set(FocusColumn.X_ESTIMATED_GPU_SECONDS, BigDecimal.valueOf(usage.estimatedMilliGpuSeconds(), MILLI));
        }
        if (charge.kind() == ChargeKind.GPU_TIME && charge.unit() == ChargeUnit.GPU_HOUR && seconds.signum() != 0) {
            consumed(row, seconds);
        }
        if (usage.overrides() != null) {
            row.set(FocusColumn.X_OVERRIDES, String.join(" ", usage.overrides()));
        }
        if (!usage.gaps().isEmpty()) {
            row.set(FocusColumn.X_GAPS, new String(WireJson.write(usage.gaps()), StandardCharsets.UTF_8));
        }
        Carbon carbon = usage.carbon();
        if (carbon != null) {
            row.set(FocusColumn.X_LOCATION_BASED_EMISSIONS, carbon.locationBasedGrams())
                    .set(FocusColumn.X_MARKET_BASED_EMISSIONS, carbon.marketBasedGrams())
                    .set(FocusColumn.X_UNKNOWN_EMISSIONS_ENERGY, carbon.unknownKwh());
        }
    }

    /** What a line says of its charges together, where they are not at hand one by one. */
    static void ofLine(FocusRow row, InvoiceLine line) {
        UsageFacts facts = line.facts();
        row.set(FocusColumn.X_UNROUNDED_AMOUNT, line.amount().unrounded().toPlainString())
                .set(FocusColumn.X_UNROUNDED_QUANTITY, line.quantity().exact().toPlainString())
                .set(
                        FocusColumn.X_TARIFF_VERSION,
                        String.join(
                                " ",
                                line.provenance().tariffVersions().stream()
                                        .map(Object::toString)
                                        .toList()))
                .set(FocusColumn.X_DOCUMENTS, String.join(" ", line.provenance().priceDocuments()));
        if (line.item().kind() == ChargeKind.GPU_TIME && facts.milliGpuSeconds() != 0) {
            BigDecimal seconds = FocusUnits.gpuSeconds(facts);
            row.set(FocusColumn.X_GPU_SECONDS, seconds);
            if (facts.estimatedTime() != 0) {
                row.set(FocusColumn.X_ESTIMATED_GPU_SECONDS, FocusUnits.estimatedGpuSeconds(facts));
            }
            if (row.get(FocusColumn.CONSUMED_QUANTITY) != null
                    && line.quantity().unit() == ChargeUnit.GPU_HOUR) {
                consumed(row, seconds);
            }
        }
        if (line.item().kind() == ChargeKind.ENERGY) {
            energy(row, facts.itMillijoules(), facts.estimatedMillijoules());
            row.set(FocusColumn.X_FACILITY_ENERGY, FocusRows.scaled(facts.facilityKilowattHours()));
        }
        if (isNotUsed(line)) {
            row.set(FocusColumn.X_FACILITY_ENERGY, FocusRows.scaled(facts.facilityKilowattHours()));
        }
    }

    /**
     * Whether the energy of a line was bought and not used, so that it counts less. Of lines that were issued before that was stated
     * nothing is told, as it was not: their facts are above zero, and stand for no emissions.
     */
    private static boolean isNotUsed(InvoiceLine line) {
        boolean isStated = line.facts().emission() != null
                || line.provenance().corrects() == null
                        && line.facts().facilityKilowattHours().signum() < 0;
        return line.sellsSurplus() && isStated;
    }

    /** Whole milli-GPU-seconds stay exact in seconds; hours would not. */
    private static void consumed(FocusRow row, BigDecimal seconds) {
        row.set(FocusColumn.CONSUMED_QUANTITY, seconds).set(FocusColumn.CONSUMED_UNIT, FocusUnits.GPU_SECONDS);
    }

    private static void energy(FocusRow row, long itMillijoules, long estimatedMillijoules) {
        row.set(FocusColumn.X_IT_ENERGY, kilowattHours(itMillijoules))
                .set(FocusColumn.X_ESTIMATED_IT_ENERGY, kilowattHours(estimatedMillijoules));
    }

    private static BigDecimal kilowattHours(long millijoules) {
        return FocusRows.scaled(
                BigDecimal.valueOf(millijoules).divide(MILLIJOULES_PER_KILOWATT_HOUR, MathContext.DECIMAL128));
    }
}
