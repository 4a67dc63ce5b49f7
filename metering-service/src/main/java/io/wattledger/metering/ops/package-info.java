/** Configuration and the catalogue of metric names. */
@NullMarked
package io.wattledger.metering.ops;

import org.jspecify.annotations.NullMarked;
