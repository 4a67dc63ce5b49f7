/** What the commands of the launcher share: how input is refused and how progress is told. */
@NullMarked
package io.wattledger.launcher;

import org.jspecify.annotations.NullMarked;
