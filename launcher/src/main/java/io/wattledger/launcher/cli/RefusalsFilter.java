package io.wattledger.launcher.cli;

import io.wattledger.launcher.suite.Query;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which refusals are chosen. */
final class RefusalsFilter {

    @Option(names = "--tenants", paramLabel = "TENANTS", description = "Only of these, joined by commas.")
    private @Nullable String tenants;

    @Option(names = "--code", paramLabel = "CODES", description = "Only with these codes, joined by commas.")
    private @Nullable String code;

    @Option(names = "--source", paramLabel = "SOURCE", description = "Only events of this source.")
    private @Nullable String source;

    @Option(names = "--site", paramLabel = "SITE", description = "Only events of this site.")
    private @Nullable String site;

    @Option(names = "--from", paramLabel = "INSTANT", description = "Refused first at this instant or later.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "INSTANT", description = "Refused first before this instant.")
    private @Nullable String to;

    Query query() {
        return Query.NONE
                .with("tenants", tenants)
                .with("code", code)
                .with("source", source)
                .with("site", site)
                .with("from", from)
                .with("to", to);
    }
}
