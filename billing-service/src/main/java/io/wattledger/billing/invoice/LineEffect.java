package io.wattledger.billing.invoice;

/**
 * What a line of a later document does to what a tenant owes for a line of an issued invoice.
 *
 * @param number of the later document
 * @param line its line there
 * @param names the line that it names; on a credit note always one of the credited invoice
 * @param root number of the invoice of the month whose usage the line bills
 * @param key what the line bills, as {@link LineKey#text}
 * @param cause why it came to be
 * @param net what it adds to what the tenant owes without VAT; negative where it takes back
 */
public record LineEffect(
        String number, int line, CorrectedLine names, String root, String key, Cause cause, Money net) {

    /** Why a document corrects a line. */
    public enum Cause {
        /** The usage or its price was found to be another. */
        REVISION,
        /** The seller has given the amount back, whatever was used. */
        CREDIT
    }

    /** Whether it takes from this line of this document. */
    boolean takesFrom(String document, int itsLine) {
        Integer named = names.line();
        return net.signum() < 0 && names.number().equals(document) && named != null && named == itsLine;
    }
}
