/** What was issued, paid and written off as vouchers of a general ledger, each of which balances. */
@NullMarked
package io.wattledger.billing.bookkeeping;

import org.jspecify.annotations.NullMarked;
