/** Usage files: rows with a place for every error, made into CloudEvents and sent. */
@NullMarked
package io.wattledger.launcher.usage;

import org.jspecify.annotations.NullMarked;
