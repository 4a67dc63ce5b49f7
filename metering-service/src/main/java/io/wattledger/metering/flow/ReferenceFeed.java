package io.wattledger.metering.flow;

/** Port: the topics from which the copies of sites and SKUs are filled. */
public interface ReferenceFeed {

    /**
     * Returns once everything that was published to these topics before the call has been kept, by whichever copy of
     * the service. Only then does "unknown" mean that there is no such site or SKU.
     *
     * @throws Behind when that takes too long
     */
    void awaitAllKept();

    /** Reference data cannot be had in time; the event is neither metered nor refused and must be tried again. */
    final class Behind extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** Says what is waited for. */
        public Behind(String detail) {
            super(detail);
        }
    }
}
