package io.wattledger.billing.focus;

import java.util.Arrays;
import java.util.Optional;

/** Versions of the FinOps Open Cost and Usage Specification that exports can follow. */
public enum FocusVersion {
    /** Ratified 2025-05-29; what most tools read. */
    V1_2("1.2"),
    /** Ratified 2026-06-04; names the provider in other columns and joins rows to invoice details. */
    V1_4("1.4");

    private final String text;

    FocusVersion(String text) {
        this.text = text;
    }

    /** The version as the specification writes it. */
    public String text() {
        return text;
    }

    /** The version that is written so; empty where exports do not follow it. */
    public static Optional<FocusVersion> of(String text) {
        return Arrays.stream(values())
                .filter(version -> version.text.equals(text))
                .findFirst();
    }
}
