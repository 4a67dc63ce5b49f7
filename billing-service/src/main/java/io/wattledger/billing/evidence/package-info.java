/** What documents were computed from, in a form that is kept for ever, and the way back from it to the documents. */
@NullMarked
package io.wattledger.billing.evidence;

import org.jspecify.annotations.NullMarked;
