package io.wattledger.billing.focus;

import io.wattledger.billing.invoice.UsageFacts;
import io.wattledger.contracts.message.ChargeUnit;
import java.math.BigDecimal;

/** Units as the FOCUS unit format spells them. */
public final class FocusUnits {

    /** What consumed GPU time is stated in: whole milli-GPU-seconds stay exact in it, hours would not. */
    static final String GPU_SECONDS = "GPU-Seconds";

    private static final int MILLI = 3;

    private FocusUnits() {}

    /** The unit as FOCUS spells it. */
    public static String name(ChargeUnit unit) {
        return switch (unit) {
            case GPU_HOUR -> "GPU-Hours";
            case FACILITY_KWH, IT_KWH -> "kWh";
            case KILOWATT_MONTH -> "kW-Months";
            case KILOWATT -> "kW";
            case SITE_DAY -> "Site-Days";
            case CERTIFICATE -> "Certificates";
            case ONE -> "Units";
        };
    }

    /** GPU time in whole and thousandth seconds. */
    public static BigDecimal gpuSeconds(UsageFacts facts) {
        return BigDecimal.valueOf(facts.milliGpuSeconds(), MILLI);
    }

    /** The estimated part of it. */
    public static BigDecimal estimatedGpuSeconds(UsageFacts facts) {
        return BigDecimal.valueOf(facts.estimatedTime(), MILLI);
    }
}
