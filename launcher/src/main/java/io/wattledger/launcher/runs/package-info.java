/** The invoice runs of a running suite: start, preview, approve, stop. */
@NullMarked
package io.wattledger.launcher.runs;

import org.jspecify.annotations.NullMarked;
