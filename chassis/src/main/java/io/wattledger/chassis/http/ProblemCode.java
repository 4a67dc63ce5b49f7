package io.wattledger.chassis.http;

/** One documented case of refusal; each service lists its own in one enum. */
public interface ProblemCode {

    /** Stable, kebab-case, for programs and for searching. */
    String code();

    /** HTTP status by its meaning in RFC 9110. */
    int status();

    /** Short words that do not change from case to case. */
    String title();
}
