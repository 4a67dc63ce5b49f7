package io.wattledger.billing.flow;

import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;

/**
 * Rated usage as it came.
 *
 * @param usage what it says
 * @param amount sum of its charges, unrounded
 * @param contentHash SHA-256 of all but the revision; equal where a new revision says nothing new
 * @param message the bytes as they came
 */
public record RatedEntry(RatedUsage usage, BigDecimal amount, byte[] contentHash, byte[] message) {}
