/** Fetches what was issued for other tools: FinOps, bookkeeping, auditors. */
@NullMarked
package io.wattledger.launcher.exports;

import org.jspecify.annotations.NullMarked;
