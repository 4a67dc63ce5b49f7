package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.vocabulary.Interval;
import org.jspecify.annotations.Nullable;

/**
 * A part of a local day that falls under one contract, or under none.
 *
 * @param interval what it covers
 * @param contract absent where no contract covers it
 */
record Stretch(Interval interval, @Nullable ContractFacts contract) {}
