/** Several copies of metering on a cluster of Kafka nodes, disturbed on purpose. */
@NullMarked
package io.wattledger.acceptance.scale;

import org.jspecify.annotations.NullMarked;
