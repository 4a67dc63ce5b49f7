/** Credits that tenants were given or have paid for in advance, each with a ledger of its own that never falls below zero. */
@NullMarked
package io.wattledger.billing.credit;

import org.jspecify.annotations.NullMarked;
