/** Cuts usage at quarter-hours of UTC and folds it into totals, so that pieces always add up to the whole. */
@NullMarked
package io.wattledger.metering.slot;

import org.jspecify.annotations.NullMarked;
