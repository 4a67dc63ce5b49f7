package io.wattledger.metering.store;

/** What a page of a list may hold, whose rows can be as large as an event: a thousand of them would take the memory of all others. */
final class PageBytes {

    /** Bytes of contents, after which a page ends however few rows it has. */
    static final long MOST = 16L * 1024 * 1024;

    /** Rows that the driver holds at once. */
    static final int ROWS_PER_FETCH = 20;

    private PageBytes() {}
}
