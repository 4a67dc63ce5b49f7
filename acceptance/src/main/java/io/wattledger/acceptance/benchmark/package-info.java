/** Measurements of the whole path on one machine, each beside its floor from the same run. */
@NullMarked
package io.wattledger.acceptance.benchmark;

import org.jspecify.annotations.NullMarked;
