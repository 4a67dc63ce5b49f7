/** Transactions that can touch the rows of named tenants only. */
@NullMarked
package io.wattledger.chassis.tenancy;

import org.jspecify.annotations.NullMarked;
