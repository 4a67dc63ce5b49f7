package io.wattledger.billing;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rated usage of one local day for tests. */
public final class RatedDay {

    private static final ZoneId ZONE = ZoneId.of("Europe/Oslo");
    private static final BigDecimal MILLIS_PER_HOUR = new BigDecimal("3600000");

    private final String tenant;
    private final String contract;
    private final LocalDate day;
    private final List<Charge> charges = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private String project = "default";
    private String site = "glomfjord";
    private String sku = "h100-sxm";
    private String currency = "NOK";
    private LocalDate dayAfter;
    private LocalDate tariffVersion = LocalDate.of(2026, 1, 1);
    private long revision = 1;
    private long milliGpuSeconds;
    private long estimatedMilliGpuSeconds;

    private RatedDay(String tenant, String contract, LocalDate day) {
        this.tenant = tenant;
        this.contract = contract;
        this.day = day;
        this.dayAfter = day.plusDays(1);
    }

    /** A day of a tenant in Glomfjord. */
    public static RatedDay of(String tenant, String contract, String day) {
        return new RatedDay(tenant, contract, LocalDate.parse(day));
    }

    /** Under another project, site and SKU. */
    public RatedDay at(String newProject, String newSite, String newSku) {
        project = newProject;
        site = newSite;
        sku = newSku;
        return this;
    }

    /** The record of a month of the project, or of what is left of it. */
    public RatedDay ofMonth() {
        dayAfter = day.plusMonths(1).withDayOfMonth(1);
        return at(project, RatedUsage.ALL, RatedUsage.ALL);
    }

    /** Rated by the tariff version that begins on a day. */
    public RatedDay under(String version) {
        tariffVersion = LocalDate.parse(version);
        return this;
    }

    /** Rated in another currency. */
    public RatedDay in(String newCurrency) {
        currency = newCurrency;
        return this;
    }

    /** As a later revision. */
    public RatedDay revision(long newRevision) {
        revision = newRevision;
        return this;
    }

    /** With a part of its GPU time estimated by metering. */
    public RatedDay estimated(long millis) {
        estimatedMilliGpuSeconds = millis;
        return this;
    }

    /** GPU hours at a price per hour. */
    public RatedDay gpuHours(String hours, String price) {
        BigDecimal quantity = new BigDecimal(hours);
        milliGpuSeconds += quantity.multiply(MILLIS_PER_HOUR).longValueExact();
        BigDecimal unitPrice = new BigDecimal(price);
        return charge("gpu-time", ChargeKind.GPU_TIME, quantity, unitPrice, quantity.multiply(unitPrice));
    }

    /** Milli-GPU-seconds at a price per hour, with 34 digits as pricing computes it. */
    public RatedDay milliGpuSeconds(long millis, String price) {
        milliGpuSeconds += millis;
        BigDecimal quantity = new BigDecimal(millis).divide(MILLIS_PER_HOUR, MathContext.DECIMAL128);
        BigDecimal unitPrice = new BigDecimal(price);
        BigDecimal amount = new BigDecimal(millis).multiply(unitPrice).divide(MILLIS_PER_HOUR, MathContext.DECIMAL128);
        return charge("gpu-time", ChargeKind.GPU_TIME, quantity, unitPrice, amount);
    }

    /** Facility energy with its amount; the price differs from slot to slot. */
    public RatedDay energy(String kilowattHours, String amount) {
        return charge("energy", ChargeKind.ENERGY, new BigDecimal(kilowattHours), null, new BigDecimal(amount));
    }

    /** A part of what is settled against a block that was bought ahead, in kWh at the facility. */
    public RatedDay ofBlock(String part, ChargeKind kind, String kilowattHours, String amount) {
        charges.add(new Charge(
                "block",
                part,
                kind,
                "Block",
                null,
                null,
                new BigDecimal(kilowattHours),
                ChargeUnit.FACILITY_KWH,
                null,
                new BigDecimal(amount),
                0,
                0,
                List.of()));
        return this;
    }

    /** GPU-hours of a tier of the month, which tells no GPU time of its own. */
    public RatedDay ofTier(String part, String hours, String price) {
        return ofTier(part, hours, price, null, null);
    }

    /** The same where a site and SKU have used them. */
    public RatedDay ofTier(String part, String hours, String price, @Nullable String atSite, @Nullable String ofSku) {
        return ofMonth(ChargeKind.GPU_TIME, part, hours, ChargeUnit.GPU_HOUR, price, atSite, ofSku);
    }

    /** Energy of a site at the price of the month. */
    public RatedDay energyOfMonth(String kilowattHours, String price, String atSite) {
        return ofMonth(ChargeKind.ENERGY, null, kilowattHours, ChargeUnit.FACILITY_KWH, price, atSite, null);
    }

    private RatedDay ofMonth(
            ChargeKind kind,
            @Nullable String part,
            String quantity,
            ChargeUnit unit,
            String price,
            @Nullable String atSite,
            @Nullable String ofSku) {
        boolean energy = kind == ChargeKind.ENERGY;
        charges.add(new Charge(
                energy ? "energy" : "tiers",
                part,
                kind,
                energy ? "Energy of the month" : "Volume",
                atSite,
                ofSku,
                new BigDecimal(quantity),
                unit,
                new BigDecimal(price),
                new BigDecimal(quantity).multiply(new BigDecimal(price)),
                0,
                0,
                List.of()));
        return this;
    }

    /** Half an hour of energy for which something stands in, as {@code filledBy} says. */
    public RatedDay filled(String missing, String filledBy, long facilityMillijoules) {
        Instant start = day.atStartOfDay(ZONE).toInstant();
        gaps.add(new Gap("energy", missing, start, start.plusSeconds(1800), 0, facilityMillijoules, filledBy));
        return this;
    }

    /** Usage without a price for half an hour. */
    public RatedDay gap(String missing) {
        Instant start = day.atStartOfDay(ZONE).toInstant();
        gaps.add(new Gap("energy", missing, start, start.plusSeconds(1800), 1_800_000, 1_000_000, null));
        return this;
    }

    /** Usage of which nothing can be rated, as pricing states it. */
    public RatedDay unrated(String missing) {
        withoutCharges(3_600_000);
        Instant start = day.atStartOfDay(ZONE).toInstant();
        Instant end = day.plusDays(1).atStartOfDay(ZONE).toInstant();
        gaps.add(new Gap(RatedUsage.ALL, missing, start, end, milliGpuSeconds, 0, null));
        return this;
    }

    /** GPU time for which there is no charge at all. */
    public RatedDay withoutCharges(long millis) {
        milliGpuSeconds += millis;
        charges.clear();
        return this;
    }

    /** The message. */
    public RatedUsage build() {
        return new RatedUsage(
                        tenant,
                        project,
                        site,
                        sku,
                        day.atStartOfDay(ZONE).toInstant(),
                        dayAfter.atStartOfDay(ZONE).toInstant(),
                        day,
                        revision,
                        contract,
                        "nordic",
                        tariffVersion,
                        currency,
                        milliGpuSeconds,
                        charges,
                        gaps,
                        null)
                .withEstimated(estimatedMilliGpuSeconds);
    }

    private RatedDay charge(
            String component, ChargeKind kind, BigDecimal quantity, BigDecimal unitPrice, BigDecimal amount) {
        boolean energy = kind == ChargeKind.ENERGY;
        charges.add(new Charge(
                component,
                null,
                kind,
                energy ? "Energy at day-ahead price" : "GPU time",
                null,
                null,
                quantity,
                energy ? ChargeUnit.FACILITY_KWH : ChargeUnit.GPU_HOUR,
                unitPrice,
                amount,
                energy ? 3_600_000L : 0,
                energy ? 1_800_000L : 0,
                energy ? List.of("ab".repeat(32)) : List.of()));
        return this;
    }
}
