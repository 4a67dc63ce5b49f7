package io.wattledger.pricing.sku;

import java.math.BigDecimal;

/**
 * What is rented.
 *
 * @param id id in the catalog
 * @param name as on an invoice
 * @param gpuModel the manufacturer's model
 * @param memoryGib memory per GPU
 * @param gpusPerNode GPUs in one node
 * @param nominalWattsPerGpu nominal power of a GPU with its share of the node
 * @param loadFactor the part of the nominal power that is assumed where nothing was measured
 */
public record Sku(
        String id,
        String name,
        String gpuModel,
        int memoryGib,
        int gpusPerNode,
        BigDecimal nominalWattsPerGpu,
        BigDecimal loadFactor) {

    /** Power in watts that is assumed for an allocated GPU whose energy was not measured; exact. */
    public BigDecimal assumedWatts() {
        return nominalWattsPerGpu.multiply(loadFactor);
    }
}
