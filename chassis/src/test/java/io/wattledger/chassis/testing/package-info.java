/** What tests of services stand on: real Kafka and PostgreSQL, tokens, reading and writing of topics. */
@NullMarked
package io.wattledger.chassis.testing;

import org.jspecify.annotations.NullMarked;
