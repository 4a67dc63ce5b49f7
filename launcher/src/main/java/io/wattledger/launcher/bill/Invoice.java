package io.wattledger.launcher.bill;

import java.util.List;

/**
 * An issued invoice as the summary shows it.
 *
 * @param number in the series of the legal entity
 * @param kind invoice, correction or credit-note
 * @param tenant whom it bills
 * @param legalEntity who issued it
 * @param period billing month
 * @param currency ISO 4217
 * @param amounts its totals
 * @param extensions of the documents that billing stored, in a fixed order
 */
record Invoice(
        String number,
        String kind,
        String tenant,
        String legalEntity,
        String period,
        String currency,
        Summary.Amounts amounts,
        List<String> extensions) {

    /** Copies the list. */
    Invoice {
        extensions = List.copyOf(extensions);
    }

    /** Names of its files. */
    List<String> files() {
        return extensions.stream().map(this::file).toList();
    }

    /** Name of one file; a number's prefix may hold what no file system likes. */
    String file(String extension) {
        return number.replaceAll("[^A-Za-z0-9._-]", "_") + "." + extension;
    }
}
