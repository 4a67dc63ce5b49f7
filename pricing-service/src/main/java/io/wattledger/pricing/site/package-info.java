/** Where GPUs stand: zone, clock, power usage effectiveness. */
@NullMarked
package io.wattledger.pricing.site;

import org.jspecify.annotations.NullMarked;
