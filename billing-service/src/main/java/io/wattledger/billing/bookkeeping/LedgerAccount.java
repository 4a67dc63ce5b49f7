package io.wattledger.billing.bookkeeping;

import java.util.Set;

/**
 * An account of the general ledger as SAF-T Financial 1.30 describes it (element {@code Account}).
 *
 * @param account its number
 * @param name in words
 * @param groupingCategory the part of the business statement it belongs to, for example {@code salgsinntekt}
 * @param groupingCode the line of that part, for example {@code 3000}
 */
public record LedgerAccount(String account, String name, String groupingCategory, String groupingCode) {

    /** Categories of the business statement that are carried over the end of a year; all others begin at nothing. */
    private static final Set<String> OF_THE_BALANCE_SHEET = Set.of(
            "balanseverdiForAnleggsmiddel",
            "balanseverdiForOmloepsmiddel",
            "egenkapital",
            "kortsiktigGjeld",
            "langsiktigGjeld");

    /** Whether the balance is carried over the end of a year. */
    boolean isCarriedOver() {
        return OF_THE_BALANCE_SHEET.contains(groupingCategory);
    }
}
