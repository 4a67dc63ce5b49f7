/** Configuration and the catalogue of metric names. */
@NullMarked
package io.wattledger.pricing.ops;

import org.jspecify.annotations.NullMarked;
