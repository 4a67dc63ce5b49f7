package io.wattledger.metering.meter;

/**
 * What is wrong with one member of a meter or of a question to it.
 *
 * @param member the member, for example {@code groupBy/model}
 * @param detail what stands there, the rule that it breaks and what would be right
 */
public record Fault(String member, String detail) {

    static Fault of(String member, String value, String rule) {
        return new Fault(member, "is " + value + ": " + rule);
    }
}
