package io.wattledger.billing.rest;

import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.UnreadableRecordsDoor;
import io.wattledger.chassis.kafka.ReplayUnreadable;
import io.wattledger.chassis.kafka.UnreadableRecords;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.ws.rs.Path;

/** Records that billing could not read. */
@Path("/api/v1/unreadable-records")
public class UnreadableRecordsResource extends UnreadableRecordsDoor {

    UnreadableRecordsResource(TenantScope scope, UnreadableRecords unreadable, ReplayUnreadable replay, Caller caller) {
        super(scope, unreadable, replay, caller);
    }
}
