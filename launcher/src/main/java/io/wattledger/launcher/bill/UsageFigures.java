package io.wattledger.launcher.bill;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.suite.Query;
import io.wattledger.launcher.suite.Services;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Usage as metering shows it, of the asked months only: a tenant's month begins at the midnight of its contract's billing
 * time zone, its days are those of UTC.
 */
final class UsageFigures {

    private static final int MILLI_DIGITS = 3;

    private final SortedMap<TenantDay, BigInteger> byTenantDay = new TreeMap<>();
    private final SortedMap<String, BigInteger> bySku = new TreeMap<>();
    private final SortedMap<String, BigInteger> bySite = new TreeMap<>();
    private BigInteger total = BigInteger.ZERO;

    private UsageFigures() {}

    private record TenantDay(String tenant, String day) implements Comparable<TenantDay> {
        @Override
        public int compareTo(TenantDay other) {
            int order = tenant.compareTo(other.tenant);
            return order == 0 ? day.compareTo(other.day) : order;
        }
    }

    /** Asks metering. */
    static UsageFigures read(Services services, Periods periods, SortedMap<String, ZoneId> zones) {
        var figures = new UsageFigures();
        for (ZoneId zone : new TreeSet<>(
                        zones.values().stream().map(ZoneId::getId).toList())
                .stream().map(ZoneId::of).toList()) {
            List<String> tenants = zones.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(zone))
                    .map(Map.Entry::getKey)
                    .toList();
            Query question = Query.NONE
                    .with("limit", "1000")
                    .with("from", periods.start(zone).toString())
                    .with("to", periods.end(zone).toString())
                    .with("tenants", String.join(",", tenants));
            String cursor = null;
            do {
                String page = "/api/v1/usage" + question.with("cursor", cursor);
                JsonNode answer = services.ask("metering", client -> client.get(page));
                answer.path("items").forEach(figures::add);
                cursor = answer.path("nextCursor").asText(null);
            } while (cursor != null);
        }
        return figures;
    }

    private void add(JsonNode item) {
        BigInteger milli = item.path("milliGpuSeconds").bigIntegerValue();
        total = total.add(milli);
        byTenantDay.merge(
                new TenantDay(item.path("tenant").asText(), item.path("day").asText()), milli, BigInteger::add);
        bySku.merge(item.path("sku").asText(), milli, BigInteger::add);
        bySite.merge(item.path("site").asText(), milli, BigInteger::add);
    }

    /** All of it in milli-GPU-seconds. */
    BigInteger totalMilliGpuSeconds() {
        return total;
    }

    Summary.Usage toSummary() {
        return new Summary.Usage(
                new Summary.Total(gpuSeconds(total)),
                byTenantDay.entrySet().stream()
                        .map(entry -> new Summary.TenantDay(
                                entry.getKey().tenant(), entry.getKey().day(), gpuSeconds(entry.getValue())))
                        .toList(),
                bySku.entrySet().stream()
                        .map(entry -> new Summary.BySku(entry.getKey(), gpuSeconds(entry.getValue())))
                        .toList(),
                bySite.entrySet().stream()
                        .map(entry -> new Summary.BySite(entry.getKey(), gpuSeconds(entry.getValue())))
                        .toList());
    }

    /** Milli-GPU-seconds as a plain decimal of GPU-seconds. */
    static String gpuSeconds(BigInteger milli) {
        BigDecimal seconds = new BigDecimal(milli, MILLI_DIGITS).stripTrailingZeros();
        return seconds.scale() < 0 ? seconds.setScale(0).toPlainString() : seconds.toPlainString();
    }
}
