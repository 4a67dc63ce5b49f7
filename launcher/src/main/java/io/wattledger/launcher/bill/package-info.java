/** The main job: usage and prices go in, invoices with their files and balanced books come out. */
@NullMarked
package io.wattledger.launcher.bill;

import org.jspecify.annotations.NullMarked;
