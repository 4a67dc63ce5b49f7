package io.wattledger.pricing.feed;

import io.wattledger.pricing.energy.UnreadableDocument;

/** Makes the refusal of a place in a document: the rule is added to file, line or pointer, field and value. */
@FunctionalInterface
interface Refusing {

    UnreadableDocument because(String rule);
}
