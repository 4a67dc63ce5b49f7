/** PostgreSQL keeps what flow declares: administered things through Panache, the hot path through plain SQL. */
@NullMarked
package io.wattledger.pricing.store;

import org.jspecify.annotations.NullMarked;
