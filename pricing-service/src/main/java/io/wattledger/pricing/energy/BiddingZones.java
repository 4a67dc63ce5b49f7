package io.wattledger.pricing.energy;

import java.util.Map;
import java.util.Optional;

/** The bidding zones by their EIC codes, from ENTSO-E's list of approved energy identification codes. */
public final class BiddingZones {

    private static final Map<String, String> ZONE_BY_EIC = Map.ofEntries(
            Map.entry("10YNO-1--------2", "NO1"),
            Map.entry("10YNO-2--------T", "NO2"),
            Map.entry("10YNO-3--------J", "NO3"),
            Map.entry("10YNO-4--------9", "NO4"),
            Map.entry("10Y1001A1001A48H", "NO5"),
            Map.entry("10YGB----------A", "GB"),
            Map.entry("10Y1001A1001A44P", "SE1"),
            Map.entry("10Y1001A1001A45N", "SE2"),
            Map.entry("10Y1001A1001A46L", "SE3"),
            Map.entry("10Y1001A1001A47J", "SE4"),
            Map.entry("10YDK-1--------W", "DK1"),
            Map.entry("10YDK-2--------M", "DK2"),
            Map.entry("10YFI-1--------U", "FI"),
            Map.entry("10Y1001A1001A82H", "DE-LU"),
            Map.entry("10YFR-RTE------C", "FR"),
            Map.entry("10YES-REE------0", "ES"),
            Map.entry("10YBE----------2", "BE"),
            Map.entry("10YNL----------L", "NL"),
            Map.entry("10YAT-APG------L", "AT"),
            Map.entry("10YPL-AREA-----S", "PL"),
            Map.entry("10Y1001A1001A39I", "EE"),
            Map.entry("10YLV-1001A00074", "LV"),
            Map.entry("10YLT-1001A0008Q", "LT"));

    private BiddingZones() {}

    /** The EIC code of a zone; empty for a zone that is not known here. */
    public static Optional<String> eicOf(String zone) {
        return ZONE_BY_EIC.entrySet().stream()
                .filter(entry -> entry.getValue().equals(zone))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The zone that an EIC code stands for; empty for a code that is not known here. */
    public static Optional<String> ofEic(String eic) {
        return Optional.ofNullable(ZONE_BY_EIC.get(eic));
    }
}
