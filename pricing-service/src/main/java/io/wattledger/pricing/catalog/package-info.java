/** The administered things in the form in which people write them, and the rules that they must satisfy together. */
@NullMarked
package io.wattledger.pricing.catalog;

import org.jspecify.annotations.NullMarked;
