/** The issued invoices of a running suite: list, show, save, credit. */
@NullMarked
package io.wattledger.launcher.invoices;

import org.jspecify.annotations.NullMarked;
