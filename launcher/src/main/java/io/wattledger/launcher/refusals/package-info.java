/** The refused events of a running suite: list, show, replay, discard. */
@NullMarked
package io.wattledger.launcher.refusals;

import org.jspecify.annotations.NullMarked;
