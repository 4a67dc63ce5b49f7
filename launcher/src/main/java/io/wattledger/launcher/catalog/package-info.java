/** The catalog file: its parts with the line of every value, checked against the schema and against itself. */
@NullMarked
package io.wattledger.launcher.catalog;

import org.jspecify.annotations.NullMarked;
