/** What rated records were made from, in a form that is kept for ever, and the way back from it to the records. */
@NullMarked
package io.wattledger.pricing.evidence;

import org.jspecify.annotations.NullMarked;
