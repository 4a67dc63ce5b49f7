package io.wattledger.pricing.energy;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a feed: a base and a path in which words in braces stand for the delivery day and its series.
 *
 * @param baseUrl for example {@code https://www.hvakosterstrommen.no}
 * @param path for example <code>/api/v1/prices/{yyyy}/{MM}-{dd}_{zone}.json</code>
 */
public record FeedAddress(String baseUrl, String path) {

    /** Every word that may stand in braces. */
    public static final Set<String> WORDS =
            Set.of("day", "yyyy", "MM", "dd", "start", "end", "from", "to", "zone", "eic", "currency", "secret");

    private static final Pattern WORD = Pattern.compile("\\{([^{}]*)}");
    private static final DateTimeFormatter COMPACT =
            DateTimeFormatter.ofPattern("uuuuMMddHHmm", Locale.ROOT).withZone(ZoneOffset.UTC);

    /**
     * What stands for the words that do not follow from the day.
     *
     * @param zone bidding zone of the series; empty where there is none
     * @param currency of the series; empty where there is none
     * @param secret key that the publisher gave; empty where there is none
     */
    public record Facts(String zone, String currency, String secret) {}

    /** Whether the publisher is asked with a key. */
    public boolean needsSecret() {
        return path.contains("{secret}");
    }

    /** The words in braces that are none. */
    public Set<String> unknownWords() {
        Set<String> unknown = new TreeSet<>();
        Matcher word = WORD.matcher(path);
        while (word.find()) {
            if (!WORDS.contains(word.group(1))) {
                unknown.add(word.group(1));
            }
        }
        return unknown;
    }

    /** The address for a delivery day by a clock; values are escaped. */
    public URI on(LocalDate day, ZoneId clock, Facts facts) {
        Map<String, String> values = new HashMap<>();
        values.put("day", day.toString());
        values.put("yyyy", String.format(Locale.ROOT, "%04d", day.getYear()));
        values.put("MM", String.format(Locale.ROOT, "%02d", day.getMonthValue()));
        values.put("dd", String.format(Locale.ROOT, "%02d", day.getDayOfMonth()));
        values.put("start", COMPACT.format(day.atStartOfDay(clock)));
        values.put("end", COMPACT.format(day.plusDays(1).atStartOfDay(clock)));
        values.put("from", day.atStartOfDay(clock).toInstant().toString());
        values.put("to", day.plusDays(1).atStartOfDay(clock).toInstant().toString());
        values.put("zone", facts.zone());
        values.put("eic", BiddingZones.eicOf(facts.zone()).orElse(""));
        values.put("currency", facts.currency());
        values.put("secret", facts.secret());
        String filled = WORD.matcher(path)
                .replaceAll(word -> Matcher.quoteReplacement(
                        URLEncoder.encode(values.getOrDefault(word.group(1), ""), StandardCharsets.UTF_8)));
        return URI.create(baseUrl + filled);
    }
}
