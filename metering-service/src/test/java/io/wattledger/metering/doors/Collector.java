package io.wattledger.metering.doors;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.restassured.path.json.JsonPath;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestTokens;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A collector that reports for one tenant at one site, event by event, in structured mode over HTTP. */
final class Collector {

    static final String SOURCE = "/collectors/test";
    private static final String PREFIX = "io.wattledger.";

    final String tenant;
    final String site;

    Collector(String tenant, String site) {
        this.tenant = tenant;
        this.site = site;
    }

    String start(String id, String allocation, String at, int gpus) {
        return event(id, "gpu.allocation.started.v1", """
                {"allocation":"%s","project":"weather","site":"%s","sku":"h100-sxm","gpuCount":%d,"at":"%s"}""".formatted(allocation, site, gpus, at));
    }

    String stop(String id, String allocation, String at) {
        return event(id, "gpu.allocation.stopped.v1", """
                {"allocation":"%s","site":"%s","at":"%s"}""".formatted(allocation, site, at));
    }

    String beat(String id, String allocation, String since, String at) {
        return beat(id, allocation, 1, since, at);
    }

    String beat(String id, String allocation, int gpus, String since, String at) {
        return event(id, "gpu.allocation.heartbeat.v1", """
                {"allocation":"%s","site":"%s","sku":"h100-sxm","gpuCount":%d,"since":"%s","at":"%s"}""".formatted(allocation, site, gpus, since, at));
    }

    String interval(String id, String start, String end, int gpus) {
        return event(id, "gpu.allocation.interval.v1", """
                {"site":"%s","sku":"h100-sxm","gpuCount":%d,"start":"%s","end":"%s"}""".formatted(site, gpus, start, end));
    }

    String withdrawal(String id, String target) {
        return event(id, "usage.withdrawn.v1", """
                {"id":"%s","reason":"reported in error"}""".formatted(target));
    }

    /** An event that takes the place of another. */
    static String superseding(String target, String event) {
        return event.replaceFirst("\\{", "{\"supersedes\":\"" + target + "\",\"correctionreason\":\"wrong figures\",");
    }

    static String event(String id, String type, String data) {
        return """
                {"specversion":"1.0","id":"%s","source":"%s","type":"%s","data":%s}""".formatted(id, SOURCE, PREFIX + type, data);
    }

    /** Reports events and gives what became of each. */
    List<String> report(String... events) {
        return answer(events).getList("items.outcome");
    }

    /** Reports events and gives the whole answer. */
    JsonPath answer(String... events) {
        return given().auth()
                .oauth2(TestTokens.collector(tenant))
                .contentType("application/cloudevents-batch+json")
                .accept("application/json")
                .body(("[" + String.join(",", events) + "]").getBytes(UTF_8))
                .post("/api/v1/events")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** Sets the watermark of the site for all tenants, as its collector does. */
    void completeUntil(TenantScope scope, Instant instant) {
        scope.inTransactionDo(List.of(TenantScope.NO_TENANT), connection -> {
            try (PreparedStatement write = connection.prepareStatement("""
                    INSERT INTO collector_watermark VALUES ('-', ?, 'test', ?, false, 1, now())
                    ON CONFLICT (tenant_id, site, collector) DO UPDATE SET complete_until = excluded.complete_until
                    """)) {
                write.setString(1, site);
                write.setObject(2, instant.atOffset(ZoneOffset.UTC));
                write.executeUpdate();
            }
        });
    }

    /** GPU time by slot in milli-GPU-seconds, with the estimated part after a tilde where there is one. */
    Map<String, String> slots(TenantScope scope) {
        return scope.inTransaction(tenant, connection -> {
            Map<String, String> slots = new TreeMap<>();
            try (PreparedStatement select = connection.prepareStatement("""
                            SELECT project || '/' || site || '/' || sku || '/'
                                || to_char(slot_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                                milli_gpu_seconds, estimated_milli_gpu_seconds, measured_millijoules
                            FROM usage_slot
                            WHERE milli_gpu_seconds <> 0 OR measured_milli_gpu_seconds <> 0 OR measured_millijoules <> 0
                                OR estimated_milli_gpu_seconds <> 0
                            """);
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    slots.put(row.getString(1), figures(row.getLong(2), row.getLong(3), row.getLong(4)));
                }
            }
            return slots;
        });
    }

    static String figures(long milliGpuSeconds, long estimated, long millijoules) {
        return milliGpuSeconds + (estimated == 0 ? "" : "~" + estimated) + (millijoules == 0 ? "" : " " + millijoules);
    }

    long milliGpuSeconds(TenantScope scope) {
        return slots(scope).values().stream()
                .mapToLong(figures -> Long.parseLong(figures.split("[~ ]", -1)[0]))
                .sum();
    }
}
