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
 * @param context attributes that few events have
 */
public record Envelope(
        @Nullable String specVersion,
        @Nullable String id,
        @Nullable String source,
        @Nullable String type,
        @Nullable String tenant,
        @Nullable String dataContentType,
        Context context) {

    /** The envelope of something that is no CloudEvent at all. */
    public static final Envelope NONE = new Envelope(null, null, null, null, null, null, Context.NONE);

    /** This envelope with the tenant for which its sender was authenticated. */
    public Envelope ofTenant(String authenticated) {
        return new Envelope(specVersion, id, source, type, authenticated, dataContentType, context);
    }

    /**
     * Attributes that few events have.
     *
     * @param subject what the event is about; looked at in events of the customer's own types only
     * @param time when it happened; looked at in events of the customer's own types only
     * @param supersedes the {@code supersedes} extension: id of the event in whose place this one is
     * @param correctionReason the {@code correctionreason} extension
     */
    public record Context(
            @Nullable String subject,
            @Nullable String time,
            @Nullable String supersedes,
            @Nullable String correctionReason) {

        /** None of them is there. */
        public static final Context NONE = new Context(null, null, null, null);

        /** These attributes; for most events the same object. */
        public static Context of(
                @Nullable String subject,
                @Nullable String time,
                @Nullable String supersedes,
                @Nullable String correctionReason) {
            boolean isNone = subject == null && time == null && supersedes == null && correctionReason == null;
            return isNone ? NONE : new Context(subject, time, supersedes, correctionReason);
        }
    }
}
