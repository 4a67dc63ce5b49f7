package io.wattledger.launcher.bill;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bill} was asked to do.
 *
 * @param catalog catalog file
 * @param usage usage files
 * @param prices price and exchange rate files
 * @param periods months to invoice
 * @param out where the files go
 * @param issueDate BT-2 of new invoices; absent means today
 */
public record BillRequest(
        Path catalog,
        List<Path> usage,
        List<Path> prices,
        Periods periods,
        Path out,
        @Nullable LocalDate issueDate) {

    /** Copies the lists. */
    public BillRequest {
        usage = List.copyOf(usage);
        prices = List.copyOf(prices);
    }
}
