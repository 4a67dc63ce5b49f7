package io.wattledger.metering.rest;

import io.wattledger.metering.flow.Outcome;
import java.util.List;

/**
 * What became of the events of a batch.
 *
 * @param items in the order of the batch
 */
public record Items(List<Item> items) {

    static Items of(List<Outcome> outcomes) {
        return new Items(outcomes.stream().map(Item::of).toList());
    }
}
