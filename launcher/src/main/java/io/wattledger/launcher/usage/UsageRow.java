package io.wattledger.launcher.usage;

import io.wattledger.contracts.event.AllocationInterval;

/**
 * One row of a usage file with everything that the catalog adds. Whether it makes sense is for metering to say.
 *
 * @param line where it begins, counts from 1
 * @param id the same for the same row in every run: the job's id, and where the file has a row per GPU also its node and
 *     PCI address
 * @param tenant whose usage it is
 * @param interval what was used
 */
public record UsageRow(long line, String id, String tenant, AllocationInterval interval) {}
