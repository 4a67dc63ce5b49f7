/** The file door: bytes of price documents to the domain. */
@NullMarked
package io.wattledger.pricing.feed;

import org.jspecify.annotations.NullMarked;
