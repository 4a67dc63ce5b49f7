package io.wattledger.metering.kafka;

import io.wattledger.metering.flow.EventReading;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a record in binary mode. They are looked for without making the names of their headers, since every event has
 * ten attributes asked for.
 *
 * @param headers all of the record
 */
record BinaryMode(Header[] headers) implements EventReading.Attributes {

    private static final String ATTRIBUTE = "ce_";
    private static final String CONTENT_TYPE = "content-type";

    @Override
    public byte @Nullable [] named(String name) {
        int at = before(name, headers.length);
        return at < 0 ? null : headers[at].value();
    }

    @Override
    public boolean isGivenTwice(String name) {
        int last = before(name, headers.length);
        return last > 0 && before(name, last) >= 0;
    }

    /** Where the last one of that name before {@code end} is, or -1. */
    private int before(String name, int end) {
        boolean isContentType = name.equals("datacontenttype");
        for (int i = end - 1; i >= 0; i--) {
            String key = headers[i].key();
            if (isContentType
                    ? key.equals(CONTENT_TYPE)
                    : key.length() == ATTRIBUTE.length() + name.length()
                            && key.startsWith(ATTRIBUTE)
                            && key.endsWith(name)) {
                return i;
            }
        }
        return -1;
    }
}
