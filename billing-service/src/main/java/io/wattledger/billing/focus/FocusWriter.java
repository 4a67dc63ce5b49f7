package io.wattledger.billing.focus;

import java.io.Closeable;
import java.io.IOException;

/** Takes rows one after the other and keeps none of them, so that a file may be longer than memory. */
public interface FocusWriter extends Closeable {

    /** The next row. */
    void row(FocusRow row);

    /** All rows of a document have gone by. */
    default void end(FocusDocument document) {
        // A writer of rows has nothing to say about the whole.
    }

    /** Ends the file. */
    @Override
    void close() throws IOException;
}
