/** The HTTP surface of billing. */
@NullMarked
package io.wattledger.billing.rest;

import org.jspecify.annotations.NullMarked;
