package io.wattledger.pricing.feed;

import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.UnreadableDocument.Reason;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a price CSV says of itself in remark lines before its header, for example
 * {@code # zone=NO4 currency=EUR unit=MWh}. It must agree with the series that the file is read for.
 */
final class CsvRemarks {

    private static final Pattern STATEMENT = Pattern.compile("([A-Za-z]+)\\s*=\\s*([^\\s,;]+)");

    private CsvRemarks() {}

    static void requireSameIndex(CsvTable table, PriceSeries series) {
        Map<String, String> facts = Map.of(
                "zone", series.zone(),
                "auction", series.auction(),
                "resolution", series.resolution().name(),
                "currency", series.currency(),
                "unit", series.unit().symbol(),
                "publisher", series.publisher());
        int line = 0;
        for (String remark : table.remarks()) {
            line++;
            Matcher statement = STATEMENT.matcher(remark);
            while (statement.find()) {
                String fact = facts.get(statement.group(1));
                if (fact != null && !fact.equals(statement.group(2))) {
                    throw table.refuse(
                                    line,
                                    0,
                                    statement.group(1),
                                    statement.group(2),
                                    "series " + series.id() + " has " + fact)
                            .as(reason(statement.group(1)));
                }
            }
        }
    }

    private static Reason reason(String fact) {
        return switch (fact) {
            case "zone" -> Reason.OTHER_ZONE;
            case "currency" -> Reason.OTHER_CURRENCY;
            default -> Reason.BROKEN;
        };
    }
}
