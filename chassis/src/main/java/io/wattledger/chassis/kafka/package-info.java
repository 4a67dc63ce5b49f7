/** Reading topics and publishing messages such that each effect is committed exactly once. */
@NullMarked
package io.wattledger.chassis.kafka;

import org.jspecify.annotations.NullMarked;
