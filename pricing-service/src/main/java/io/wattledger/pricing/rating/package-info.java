/** Slots, a tariff version and prices become unrounded charges; one file per price model, one visible order. */
@NullMarked
package io.wattledger.pricing.rating;

import org.jspecify.annotations.NullMarked;
