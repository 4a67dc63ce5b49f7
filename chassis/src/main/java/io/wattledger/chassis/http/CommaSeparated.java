package io.wattledger.chassis.http;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads parameters that name several things at once, joined by commas. */
public final class CommaSeparated {

    private CommaSeparated() {}

    /** What is named, in its order and without the blanks around it; nothing where the parameter is absent. */
    public static List<String> values(@Nullable String joined) {
        return joined == null
                ? List.of()
                : Arrays.stream(joined.split(",", -1))
                        .map(String::strip)
                        .filter(value -> !value.isEmpty())
                        .toList();
    }
}
