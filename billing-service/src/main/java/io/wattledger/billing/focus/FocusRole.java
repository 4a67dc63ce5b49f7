package io.wattledger.billing.focus;

import io.wattledger.billing.invoice.InvoiceLine;

/** What a line's charges are in FOCUS. */
enum FocusRole {
    /** By use. */
    USAGE,
    /** Bought, used or not. */
    PURCHASE,
    /** Reserved capacity: bought once, used up by others. */
    COMMITMENT,
    /** GPU time that reserved capacity pays for. */
    COVERED,
    /** Reserved capacity that nobody used. */
    UNUSED,
    /** Given back. */
    CREDIT;

    static FocusRole of(InvoiceLine line, Reservations reservations) {
        if (line.item().acrossLines()) {
            return CREDIT;
        }
        String part = line.provenance().part();
        return switch (line.item().kind()) {
            case CREDIT -> CREDIT;
            case FEE -> PURCHASE;
            case RESERVATION ->
                Reservations.RESERVED.equals(part) ? COMMITMENT : Reservations.UNUSED.equals(part) ? UNUSED : PURCHASE;
            case GPU_TIME -> Reservations.COVERED.equals(part) && reservations.cover(line) ? COVERED : USAGE;
            case ENERGY, GRID, LEVY, CERTIFICATE -> USAGE;
        };
    }
}
