/** Computes an issued document again from its evidence bundle and says of each part whether it is equal. */
@NullMarked
package io.wattledger.verifier;

import org.jspecify.annotations.NullMarked;
