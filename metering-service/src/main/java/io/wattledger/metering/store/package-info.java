/** What metering keeps in PostgreSQL: events, slots, refusals, conflicts, tallies and copies of reference data. */
@NullMarked
package io.wattledger.metering.store;

import org.jspecify.annotations.NullMarked;
