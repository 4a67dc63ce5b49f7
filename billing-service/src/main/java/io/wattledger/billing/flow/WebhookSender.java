package io.wattledger.billing.flow;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings a webhook to its endpoint, if it may go there. */
public interface WebhookSender {

    /**
     * What came of it.
     *
     * @param status of HTTP; absent where there was no answer
     * @param error why there was none; absent where there was one
     * @param took how long
     */
    record Sent(@Nullable Integer status, @Nullable String error, Duration took) {}

    /** What is wrong with the address of an endpoint as it is written; absent where nothing is. */
    @Nullable
    String flaw(String url);

    /** Posts a body once: no redirect is followed, and whatever fails is an answer, not an exception. */
    Sent send(String url, Map<String, String> headers, byte[] body);
}
