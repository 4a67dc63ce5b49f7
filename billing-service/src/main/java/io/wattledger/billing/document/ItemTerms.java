package io.wattledger.billing.document;

import io.wattledger.billing.focus.FocusUnits;
import io.wattledger.billing.invoice.EmissionFactor;
import io.wattledger.billing.invoice.Heading;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.UsageFacts;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;

/** What electronic invoices say of an item, worked out once, so that UBL and CII cannot drift apart. */
final class ItemTerms {

    private static final int FACT_DECIMALS = 4;
    private static final int MILLI = 3;

    private ItemTerms() {}

    /** BT-130, a unit code of UN/ECE recommendation 20. */
    static String unitCode(ChargeUnit unit) {
        return switch (unit) {
            case GPU_HOUR -> "HUR";
            case FACILITY_KWH, IT_KWH -> "KWH";
            case KILOWATT_MONTH, KILOWATT -> "KWT";
            case SITE_DAY -> "DAY";
            case CERTIFICATE, ONE -> "C62";
        };
    }

    /** BT-153. */
    static String name(InvoiceLine line) {
        return switch (line.item().kind()) {
            case GPU_TIME -> line.item().skuName() + ", GPU-hours";
            case ENERGY -> line.item().skuName() + ", energy";
            case RESERVATION, GRID, LEVY, CERTIFICATE, FEE, CREDIT ->
                line.item().description();
        };
    }

    /**
     * BT-161 by BT-160, in order; blank ones are left out. The names of emissions are those of EHF Billing 3.0
     * (ehf-fakturering, climate accounting).
     *
     * @param heading of the document, whose edition says how emissions are stated
     */
    static Map<String, String> attributes(InvoiceLine line, Heading heading) {
        Map<String, String> attributes = new LinkedHashMap<>();
        UsageFacts facts = line.facts();
        attributes.put("Site", line.item().siteName());
        attributes.put("Project", line.item().project());
        attributes.put("GPU-seconds", plain(FocusUnits.gpuSeconds(facts)));
        if (facts.estimatedTime() > 0) {
            attributes.put("Estimated GPU-seconds", plain(FocusUnits.estimatedGpuSeconds(facts)));
        }
        if (line.item().kind() == ChargeKind.ENERGY) {
            attributes.put("IT energy kWh", fact(facts.itKilowattHours()));
            attributes.put("Facility energy kWh", fact(facts.facilityKilowattHours()));
            if (facts.itMillijoules() > 0) {
                attributes.put("PUE", fact(EnergyFacts.pue(facts)));
            }
            if (facts.estimatedMillijoules() > 0) {
                attributes.put("Estimated IT energy kWh", fact(facts.estimatedKilowattHours()));
            }
        } else if (facts.emission() != null) {
            attributes.put("Facility energy kWh", fact(facts.facilityKilowattHours()));
        }
        if (facts.standIns() > 0) {
            attributes.put("Energy at stand-in price kWh", fact(facts.standInKilowattHours()));
        }
        attributes.putAll(emissions(line, heading));
        attributes.values().removeIf(String::isBlank);
        return attributes;
    }

    /**
     * EHF defines all three (co2-emissions-def): kilograms per invoiced unit, that times the invoiced quantity, and whether somebody
     * else's figures were relied upon (Database), as published factors are. Energy at a negative price has a negative quantity (BR-27)
     * although it has emitted, a factor is per kilowatt-hour at the facility's meter, and a line that corrects a price alone has the whole
     * quantity although nothing more was emitted; what cannot be stated in their terms is told in our own.
     */
    private static Map<String, String> emissions(InvoiceLine line, Heading heading) {
        EmissionFactor emission = line.facts().emission();
        UsageFacts facts = line.facts();
        BigDecimal kilograms = facts.kilogramsCo2e();
        Map<String, String> attributes = new LinkedHashMap<>();
        if (emission == null || kilograms == null) {
            return attributes;
        }
        BigDecimal factor = emission.gramsPerKilowattHour().movePointLeft(MILLI);
        BigDecimal invoiced = line.quantity().invoiced();
        if (!heading.sinceSecondEdition()) {
            attributes.put("EmissionFactor", plain(factor));
            attributes.put("NetEmissionQuantity", fact(kilograms));
            attributes.put("EmissionFactorSource", emission.source());
        } else if (line.quantity().unit() != ChargeUnit.FACILITY_KWH
                || invoiced.signum() * kilograms.signum() < 0
                || heading.sinceThirdEdition() && line.provenance().corrects() != null && !isUsed(invoiced, facts)) {
            attributes.put("Emissions kg CO2e", fact(kilograms));
            attributes.put("Emission factor from", emission.source());
        } else {
            attributes.put("EmissionFactor", plain(factor));
            attributes.put("NetEmissionQuantity", plain(invoiced.multiply(factor)));
            attributes.put("EmissionFactorSource", "Database");
            attributes.put("Emission factor from", emission.source());
        }
        return attributes;
    }

    private static boolean isUsed(BigDecimal invoiced, UsageFacts facts) {
        return facts.facilityKilowattHours()
                        .setScale(FACT_DECIMALS, RoundingMode.HALF_UP)
                        .compareTo(invoiced)
                == 0;
    }

    private static String fact(BigDecimal value) {
        return plain(value.setScale(FACT_DECIMALS, RoundingMode.HALF_UP));
    }

    private static String plain(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }
}
