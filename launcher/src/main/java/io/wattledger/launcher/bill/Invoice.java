package io.wattledger.launcher.bill;

import java.util.List;

/**
 * An issued invoice as the summary shows it.
 *
 * @param number in the series of the legal entity
 * @param tenant whom it bills
 * @param legalEntity who issued it
 * @param period billing month
 * @param currency ISO 4217
 * @param net total without VAT, a decimal
 * @param tax VAT total, a decimal
 * @param payable amount due, a decimal
 */
public record Invoice(
        String number,
        String tenant,
        String legalEntity,
        String period,
        String currency,
        String net,
        String tax,
        String payable) {

    private static final List<String> EXTENSIONS = List.of("json", "pdf", "xml", "csv");

    /** Names of its files, in a fixed order. */
    public List<String> files() {
        return EXTENSIONS.stream()
                .map(extension -> fileName() + "." + extension)
                .toList();
    }

    /** The number as a file name: a prefix may hold what no file system likes. */
    String fileName() {
        return number.replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
