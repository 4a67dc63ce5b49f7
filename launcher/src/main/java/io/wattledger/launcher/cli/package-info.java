/** The commands of ./wattledger, what they print and how they end. */
@NullMarked
package io.wattledger.launcher.cli;

import org.jspecify.annotations.NullMarked;
