/** When a tenant is reminded of an invoice that is not paid, what is claimed beside it, and in which words. */
@NullMarked
package io.wattledger.billing.dunning;

import org.jspecify.annotations.NullMarked;
