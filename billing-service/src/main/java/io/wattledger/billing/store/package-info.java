/** The books of billing in PostgreSQL. */
@NullMarked
package io.wattledger.billing.store;

import org.jspecify.annotations.NullMarked;
