package io.wattledger.metering.flow;

import java.time.Instant;
import java.util.Collection;

/** Port: records that were refused, so that nothing sent is ever lost. Works in the caller's transaction. */
public interface RefusalBook {

    /** Keeps refused records and has them sent to the dead-letter topic; a record already kept is passed over. */
    void keep(Collection<Assessed.Unfit> refused, Instant receivedAt);
}
