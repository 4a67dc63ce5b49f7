/** What bank statements say, which invoices a payment is for, and what is left for a person to decide. */
@NullMarked
package io.wattledger.billing.payment;

import org.jspecify.annotations.NullMarked;
