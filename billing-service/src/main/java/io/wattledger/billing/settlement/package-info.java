/** What a tenant still owes for an issued invoice, from entries that are only ever added. */
@NullMarked
package io.wattledger.billing.settlement;

import org.jspecify.annotations.NullMarked;
