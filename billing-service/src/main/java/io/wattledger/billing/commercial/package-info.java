/** What discounts, minimum commitments and credits make of an invoice; computed from recorded inputs alone. */
@NullMarked
package io.wattledger.billing.commercial;

import org.jspecify.annotations.NullMarked;
