package io.wattledger.metering.event;

import org.jspecify.annotations.Nullable;

/**
 * The attributes of a CloudEvent that metering looks at, as they were sent and unchecked; absent ones are null.
 *
 * @param specVersion version of CloudEvents
 * @param id id of the event, unique per source
 * @param source who reports
 * @param type what the data is
 * @param tenant the {@code tenantid} extension
 * @param dataContentType media type of the data
 */
public record Envelope(
        @Nullable String specVersion,
        @Nullable String id,
        @Nullable String source,
        @Nullable String type,
        @Nullable String tenant,
        @Nullable String dataContentType) {

    /** The envelope of something that is no CloudEvent at all. */
    public static final Envelope NONE = new Envelope(null, null, null, null, null, null);

    /** This envelope with the tenant for which its sender was authenticated. */
    public Envelope ofTenant(String authenticated) {
        return new Envelope(specVersion, id, source, type, authenticated, dataContentType);
    }
}
