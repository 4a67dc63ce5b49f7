package io.wattledger.metering.wire;

import io.wattledger.contracts.JsonPointer;
import org.jspecify.annotations.Nullable;

/**
 * Where a value stands in an event. Every value has one and few are told, so it is put into words only when it is.
 *
 * @param outer the object it is a member of; null at the top
 * @param name of the member
 */
record Place(@Nullable Place outer, String name) {

    /** For people: names joined by points. */
    String field() {
        return outer == null ? name : outer.field() + "." + name;
    }

    /** For programs: the JSON pointer into the event. */
    String pointer() {
        return (outer == null ? "" : outer.pointer()) + JsonPointer.step(name);
    }
}
