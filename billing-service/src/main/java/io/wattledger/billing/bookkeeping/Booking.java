package io.wattledger.billing.bookkeeping;

import io.wattledger.billing.invoice.Invoice;
import java.time.Instant;

/**
 * A voucher with what it belongs to.
 *
 * @param voucher the voucher
 * @param document the invoice or credit note; of payments and reminders the invoice
 * @param recordedAt when it was entered, which may be later than the day on which it counts
 */
public record Booking(Voucher voucher, Invoice document, Instant recordedAt) {}
