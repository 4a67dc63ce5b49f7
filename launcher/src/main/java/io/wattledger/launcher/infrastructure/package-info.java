/** Real PostgreSQL and real Kafka on one machine, in one process of their own, with their data kept between runs. */
@NullMarked
package io.wattledger.launcher.infrastructure;

import org.jspecify.annotations.NullMarked;
