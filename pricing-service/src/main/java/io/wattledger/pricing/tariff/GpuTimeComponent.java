package io.wattledger.pricing.tariff;

/**
 * A component that prices GPU time. The price list of {@link GpuHour} gives way to any other of them that prices the same
 * SKU at the same site, and no two of the others may; where a version has some and none of them prices a SKU, its time is
 * a gap.
 */
public interface GpuTimeComponent {

    /** Id inside its version. */
    String id();

    /** Whether it prices the time of a SKU at a site. */
    boolean prices(String sku, String site);
}
