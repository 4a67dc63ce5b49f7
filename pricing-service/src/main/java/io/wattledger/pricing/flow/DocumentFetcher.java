package io.wattledger.pricing.flow;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Fetches documents from publishers. */
public interface DocumentFetcher {

    /** What came of a request. */
    sealed interface Answer {}

    /**
     * A document.
     *
     * @param name its file name, from the address
     * @param bytes its content
     * @param etag what the publisher calls it; absent where it does not
     */
    record Document(String name, byte[] bytes, @Nullable String etag) implements Answer {}

    /** The document is the one of that ETag still. */
    record Unchanged() implements Answer {}

    /** The publisher has nothing yet (HTTP 204). */
    record NothingYet() implements Answer {}

    /**
     * The request failed.
     *
     * @param why in words, without the query of the address, which may hold a key
     */
    record Failed(String why) implements Answer {}

    /** Fetches a document; never throws for what a publisher or the network does. */
    Answer fetch(URI address, @Nullable String etag);
}
