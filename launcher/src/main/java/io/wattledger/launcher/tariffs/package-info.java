/** The tariffs, drafts and prices of a running suite: list, show, draft, compare, approve. */
@NullMarked
package io.wattledger.launcher.tariffs;

import org.jspecify.annotations.NullMarked;
