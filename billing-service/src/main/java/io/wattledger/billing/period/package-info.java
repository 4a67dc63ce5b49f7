/** A billing month of a contract, and what may become of it: open, held, issued. */
@NullMarked
package io.wattledger.billing.period;

import org.jspecify.annotations.NullMarked;
