/** Reads rated usage and reference names from their topics. */
@NullMarked
package io.wattledger.billing.kafka;

import org.jspecify.annotations.NullMarked;
