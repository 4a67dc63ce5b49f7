/** What energy costs: price series, points, exchange rates, the documents they come from and whether a day is complete. */
@NullMarked
package io.wattledger.pricing.energy;

import org.jspecify.annotations.NullMarked;
