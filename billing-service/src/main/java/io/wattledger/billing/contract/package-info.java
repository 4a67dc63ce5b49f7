/** What seller and tenant have agreed, dated and without overlap. */
@NullMarked
package io.wattledger.billing.contract;

import org.jspecify.annotations.NullMarked;
