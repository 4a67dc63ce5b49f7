package io.wattledger.metering.wire;

import com.fasterxml.jackson.core.JsonToken;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of one object that were given as {@code null}: another one of the name is given twice, as any other is. */
final class NullMembers {

    private final String prefix;
    private @Nullable Set<String> names;

    /** Those of an object whose members are called by this and their name. */
    NullMembers(String prefix) {
        this.prefix = prefix;
    }

    /** Notes a member. */
    void note(String name, JsonToken value) throws Unreadable {
        if (names != null && names.contains(name)) {
            throw Unreadable.givenTwice(prefix + name);
        }
        if (value == JsonToken.VALUE_NULL) {
            if (names == null) {
                names = new HashSet<>();
            }
            names.add(name);
        }
    }
}
