package io.wattledger.billing.document;

import java.util.List;

/**
 * What a set of rules says about one invoice; kept beside the invoice, since rules change twice a year.
 *
 * @param ruleSet name and version of the rules, for example {@code eu.peppol.bis3:invoice:2026.5}
 * @param violations in the order in which the rules reported them; empty when all is well
 */
public record RuleReport(String ruleSet, List<Violation> violations) {

    /** Copies the list. */
    public RuleReport {
        violations = List.copyOf(violations);
    }

    /** Whether no violation is an error, so that the invoice may be issued. */
    public boolean passes() {
        return violations.stream().noneMatch(violation -> violation.severity() == Severity.ERROR);
    }
}
