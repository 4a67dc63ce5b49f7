package io.wattledger.launcher.usage;

import io.cloudevents.CloudEvent;

/**
 * An event made from a row of a file.
 *
 * @param file name of the file
 * @param line where the row begins, counts from 1
 * @param place whose usage it reports, and where
 * @param project the tenant's subdivision
 * @param event what is sent
 */
public record ReportedEvent(String file, long line, TenantSite place, String project, CloudEvent event) {

    /** Whose usage it reports. */
    public String tenant() {
        return place.tenant();
    }

    /** Key of its record in Kafka, which keeps the order of a project's events. */
    public String partitionKey() {
        return tenant() + "/" + project;
    }
}
