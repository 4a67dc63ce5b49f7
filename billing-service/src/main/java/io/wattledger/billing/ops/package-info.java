/** Configuration, background work and the catalogue of figures. */
@NullMarked
package io.wattledger.billing.ops;

import org.jspecify.annotations.NullMarked;
