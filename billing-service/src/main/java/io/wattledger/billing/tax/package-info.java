/** How the VAT treatment of a contract becomes the category and the rate of an invoice line, with its legal reason. */
@NullMarked
package io.wattledger.billing.tax;

import org.jspecify.annotations.NullMarked;
