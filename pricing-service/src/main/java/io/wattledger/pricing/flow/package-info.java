/** The use cases of pricing, one class each: load, decide, save, in one transaction. */
@NullMarked
package io.wattledger.pricing.flow;

import org.jspecify.annotations.NullMarked;
