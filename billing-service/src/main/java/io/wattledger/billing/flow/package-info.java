/** What billing does, one class per act; it declares the books that it needs. */
@NullMarked
package io.wattledger.billing.flow;

import org.jspecify.annotations.NullMarked;
