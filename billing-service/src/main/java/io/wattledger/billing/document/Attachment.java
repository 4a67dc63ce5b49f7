package io.wattledger.billing.document;

import io.wattledger.billing.invoice.Invoice;

/**
 * A file that goes with an invoice (BG-24).
 *
 * @param name name of the file (BT-125-2), also its reference (BT-122)
 * @param description what it is, in the buyer's language (BT-123)
 * @param mediaType one that BR-CL-24 allows (BT-125-1)
 * @param content its bytes (BT-125)
 */
record Attachment(String name, String description, String mediaType, byte[] content) {

    /** The name of the file with all lines of an invoice. */
    static String linesOf(Invoice invoice) {
        return invoice.heading().number() + ".csv";
    }
}
