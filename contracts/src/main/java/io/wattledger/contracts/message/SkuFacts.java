package io.wattledger.contracts.message;

/**
 * What others need to know of a SKU.
 *
 * @param sku id
 * @param name as on an invoice
 * @param gpuModel the manufacturer's model
 * @param memoryGib memory per GPU
 * @param revision counts up from 1 with every change
 */
public record SkuFacts(String sku, String name, String gpuModel, int memoryGib, long revision) {}
