package io.wattledger.launcher.intake;

import io.wattledger.launcher.usage.Reach;
import io.wattledger.launcher.usage.ReportedEvent;
import io.wattledger.launcher.usage.TenantSite;
import io.wattledger.launcher.usage.UsageInput;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The tenants at sites of whom files hold all usage. These are those whom the files or their mapping name, and those for
 * whom metering waits for the files' source although no row is theirs: who used nothing has no row, and nobody else would
 * say that his month is complete. But of a site or a tenant that these files cannot tell of, other files of this
 * source may.
 */
final class CompletePlaces {

    private final List<UsageInput> files;
    private final Map<String, Set<TenantSite>> rows = new HashMap<>();

    CompletePlaces(List<UsageInput> files) {
        this.files = files;
    }

    /** Takes note of whom a row names. */
    void add(ReportedEvent event) {
        rows.computeIfAbsent(event.file(), file -> new TreeSet<>()).add(event.place());
    }

    /** The sources of the files. */
    Set<URI> sources() {
        return files.stream().map(UsageInput::source).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Of whom the files of a source hold all usage.
     *
     * @param waitedFor for whom metering waits for this source
     */
    Set<TenantSite> of(URI source, Set<TenantSite> waitedFor) {
        Set<TenantSite> places = new TreeSet<>();
        for (UsageInput file : files) {
            if (file.source().equals(source)) {
                Reach reach = file.reach();
                Set<TenantSite> named = new TreeSet<>(reach.places());
                named.addAll(rows.getOrDefault(file.name(), Set.of()));
                Set<String> sites = new TreeSet<>(reach.sites());
                named.forEach(place -> sites.add(place.site()));
                places.addAll(named);
                waitedFor.stream()
                        .filter(place -> reach.takesIn(place.tenant()) && sites.contains(place.site()))
                        .forEach(places::add);
            }
        }
        return places;
    }
}
