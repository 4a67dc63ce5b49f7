/** The HTTP door: requests to use cases and answers back. */
@NullMarked
package io.wattledger.pricing.rest;

import org.jspecify.annotations.NullMarked;
