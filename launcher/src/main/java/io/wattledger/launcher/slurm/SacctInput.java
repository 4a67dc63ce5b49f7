package io.wattledger.launcher.slurm;

import io.wattledger.launcher.usage.TenantSite;
import io.wattledger.launcher.usage.UsageInput;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;

/** What {@code sacct} printed, in one of its forms, into a file that is read by rules. */
abstract sealed class SacctInput implements UsageInput permits SacctFile, SacctJson {

    final Path path;
    final SacctRules rules;

    SacctInput(Path path, SacctRules rules) {
        this.path = path;
        this.rules = rules;
    }

    @Override
    public final URI source() {
        return rules.usage().source();
    }

    @Override
    public final Set<TenantSite> reach() {
        return rules.reach();
    }

    @Override
    public final String name() {
        return path.toString();
    }
}
