package io.wattledger.contracts;

import java.util.Locale;

/** How constants are written where others read them. */
public final class WireName {

    private WireName() {}

    /** In lower case, the words joined by hyphens, such as {@code gpu-time}. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
