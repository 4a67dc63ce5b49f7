/** Issued documents as rows of the FOCUS Cost and Usage dataset, and the rules that such rows keep. */
@NullMarked
package io.wattledger.billing.focus;

import org.jspecify.annotations.NullMarked;
