package io.wattledger.launcher.usage;

/** Is told what becomes of the rows of a usage file, in their order. */
public interface UsageSink {

    /** A row says this; one row may say several things. */
    void event(ReportedEvent event);

    /** A row cannot become an event; the others go on. */
    void refused(RowFault fault);

    /**
     * A row is rightly passed over.
     *
     * @param reason the same words for the same reason, for counting
     */
    void skipped(String reason);
}
