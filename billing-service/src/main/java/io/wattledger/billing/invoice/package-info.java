/** What an invoice says and how its amounts come about; the only room that rounds. */
@NullMarked
package io.wattledger.billing.invoice;

import org.jspecify.annotations.NullMarked;
