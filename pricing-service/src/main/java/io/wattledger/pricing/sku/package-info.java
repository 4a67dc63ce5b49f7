/** What is rented: GPU model, node, nominal power. */
@NullMarked
package io.wattledger.pricing.sku;

import org.jspecify.annotations.NullMarked;
