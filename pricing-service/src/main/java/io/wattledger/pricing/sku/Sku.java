package io.wattledger.pricing.sku;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is rented.
 *
 * @param id id in the catalog
 * @param name as on an invoice
 * @param hardware what it is made of
 * @param power what it draws where nothing was measured
 */
public record Sku(String id, String name, Hardware hardware, Power power) {

    /**
     * What a SKU is made of.
     *
     * @param gpuModel the manufacturer's model
     * @param memoryGib memory per GPU
     * @param interconnect what joins the GPUs, for example {@code NVLink 4}; absent where the catalog does not say
     * @param gpusPerNode GPUs in one node
     */
    public record Hardware(
            String gpuModel, int memoryGib, @Nullable String interconnect, int gpusPerNode) {}

    /**
     * What a GPU with its share of the node draws.
     *
     * @param nominalWattsPerGpu at full load
     * @param idleWattsPerGpu while it is reserved and not used; absent where the catalog does not say
     * @param loadFactor the part of the nominal power that is assumed where nothing was measured
     */
    public record Power(
            BigDecimal nominalWattsPerGpu, @Nullable BigDecimal idleWattsPerGpu, BigDecimal loadFactor) {}

    /** A SKU of which neither interconnect nor idle power is stated. */
    public Sku(
            String id,
            String name,
            String gpuModel,
            int memoryGib,
            int gpusPerNode,
            BigDecimal nominalWattsPerGpu,
            BigDecimal loadFactor) {
        this(
                id,
                name,
                new Hardware(gpuModel, memoryGib, null, gpusPerNode),
                new Power(nominalWattsPerGpu, null, loadFactor));
    }

    /** Power in watts that is assumed for an allocated GPU whose energy was not measured; exact. */
    public BigDecimal assumedWatts() {
        return power.nominalWattsPerGpu().multiply(power.loadFactor());
    }

    /** Power in watts of a GPU that is reserved and not used; empty where the catalog does not say. */
    public Optional<BigDecimal> idleWattsPerGpu() {
        return Optional.ofNullable(power.idleWattsPerGpu());
    }
}
