package io.wattledger.metering.flow;

import java.util.List;

/** Whose rows a reader may see. */
public sealed interface Sight {

    /**
     * The rows of one tenant.
     *
     * @param tenant the one in the reader's token
     */
    record Own(String tenant) implements Sight {}

    /**
     * The rows of every tenant.
     *
     * @param tenants only these; empty for all
     */
    record Every(List<String> tenants) implements Sight {

        /** Copies the list. */
        public Every {
            tenants = List.copyOf(tenants);
        }
    }
}
