package io.wattledger.pricing.feed;

import io.wattledger.pricing.energy.CsvForm;
import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.PricePoint;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.Reading;
import io.wattledger.pricing.energy.Resolution;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;

/** Price documents for tests: written on the spot, and read into points. */
public final class Documents {

    private Documents() {}

    /** The points of an A44 document of NO4 in EUR. */
    public static List<PricePoint> a44(String xml, Resolution resolution) {
        return a44(xml.getBytes(StandardCharsets.UTF_8), "NO4", resolution);
    }

    /** The points of an A44 document in EUR. */
    public static List<PricePoint> a44(byte[] bytes, String zone, Resolution resolution) {
        return EntsoeA44Reader.read("a44.xml", bytes).pointsOf(series(zone, resolution, EnergyUnit.MWH));
    }

    /** The points of a CSV whose times have offsets. */
    public static List<PricePoint> csv(
            byte[] bytes, String start, String price, Resolution resolution, EnergyUnit unit) {
        return PriceCsvReader.read(
                "prices.csv",
                bytes,
                new Reading.PriceCsv("series", start, null, price, CsvForm.PLAIN, null),
                series("NO4", resolution, unit));
    }

    /** A series in EUR. */
    public static PriceSeries series(String zone, Resolution resolution, EnergyUnit unit) {
        return new PriceSeries(
                "series", zone, "day-ahead", resolution, "EUR", unit, "ENTSO-E", ZoneId.of("Europe/Oslo"));
    }

    /** An A44 document of NO4 with one TimeSeries of one Period; points are given as {@code position=amount}. */
    public static String period(String curve, String resolution, String start, String end, String... points) {
        StringBuilder xml = new StringBuilder("""
                <?xml version="1.0" encoding="UTF-8"?>
                <Publication_MarketDocument xmlns="urn:iec62325.351:tc57wg16:451-3:publicationdocument:7:3">
                <revisionNumber>1</revisionNumber>
                <type>A44</type>
                <createdDateTime>2026-10-24T11:05:00Z</createdDateTime>
                <TimeSeries>
                <in_Domain.mRID codingScheme="A01">10YNO-4--------9</in_Domain.mRID>
                <contract_MarketAgreement.type>A01</contract_MarketAgreement.type>
                <currency_Unit.name>EUR</currency_Unit.name>
                <price_Measure_Unit.name>MWH</price_Measure_Unit.name>
                <curveType>CURVE</curveType>
                <Period>
                <timeInterval><start>START</start><end>END</end></timeInterval>
                <resolution>RESOLUTION</resolution>
                """.replace("CURVE", curve)
                .replace("RESOLUTION", resolution)
                .replace("START", start)
                .replace("END", end));
        for (String point : points) {
            String[] parts = point.split("=");
            xml.append("<Point><position>")
                    .append(parts[0])
                    .append("</position><price.amount>")
                    .append(parts[1])
                    .append("</price.amount></Point>\n");
        }
        return xml.append("</Period>\n</TimeSeries>\n</Publication_MarketDocument>\n")
                .toString();
    }
}
