package io.wattledger.metering.event;

import io.wattledger.contracts.Sha256;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Tells whether two refused events are the same one, sent again. */
public final class RefusalKeys {

    private RefusalKeys() {}

    /**
     * The key of a refused event: tenant, attributes and bytes. Attributes that a sender may set anew when it retries,
     * such as {@code time}, do not count.
     *
     * @param tenant under which it is kept
     * @param envelope its attributes, as far as they could be read
     * @param value its bytes; null where there are none
     */
    public static EventKey of(String tenant, Envelope envelope, byte @Nullable [] value) {
        return EventKey.of(new Fingerprint()
                .text("refusal")
                .text(tenant)
                .text(envelope.specVersion())
                .text(envelope.source())
                .text(envelope.id())
                .text(envelope.type())
                .text(value == null ? null : HexFormat.of().formatHex(Sha256.of(value)))
                .whole());
    }
}
