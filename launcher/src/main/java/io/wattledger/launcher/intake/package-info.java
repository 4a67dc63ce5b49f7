/** Usage files of every format taken in: read by a mapping, sent to metering over HTTP, with an answer for every line. */
@NullMarked
package io.wattledger.launcher.intake;

import org.jspecify.annotations.NullMarked;
