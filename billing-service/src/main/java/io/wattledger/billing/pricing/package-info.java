/** The door to pricing: asks it what rated records were made from, and for prices. */
@NullMarked
package io.wattledger.billing.pricing;

import org.jspecify.annotations.NullMarked;
