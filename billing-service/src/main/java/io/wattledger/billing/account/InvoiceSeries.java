package io.wattledger.billing.account;

import java.util.Locale;

/**
 * A gapless series of invoice numbers of one legal entity.
 *
 * @param prefix what every number begins with; no other legal entity may use it
 * @param digits to how many digits the counter is filled up with zeros
 */
public record InvoiceSeries(String prefix, int digits) {

    /** The number at {@code position}, which counts from 1. */
    public String number(long position) {
        return prefix + String.format(Locale.ROOT, "%0" + digits + "d", position);
    }
}
