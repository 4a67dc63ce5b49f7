package io.wattledger.pricing.flow;

import io.wattledger.pricing.catalog.Catalog;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffOverride;
import io.wattledger.pricing.tariff.TariffVersion;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What may not change in a tariff, and from when a change matters. */
final class TariffSeal {

    private TariffSeal() {}

    /** The used versions that {@code wanted} would change or take away. */
    static List<VersionId> broken(Catalog stored, Catalog wanted, Set<VersionId> used) {
        List<VersionId> broken = new ArrayList<>();
        for (Tariff tariff : wanted.tariffs().values()) {
            Tariff old = stored.tariffs().get(tariff.id());
            if (old == null) {
                continue;
            }
            for (TariffVersion version : old.versions()) {
                VersionId id = new VersionId(old.id(), version.validFrom());
                boolean same =
                        tariff.versions().contains(version) && old.currency().equals(tariff.currency());
                if (used.contains(id) && !same) {
                    broken.add(id);
                }
            }
        }
        return broken;
    }

    /** The used overrides that {@code wanted} would change in more than an end that lies ahead. */
    static List<TariffOverride> brokenOverrides(Catalog stored, Catalog wanted, Set<String> used, Instant now) {
        List<TariffOverride> broken = new ArrayList<>();
        wanted.overrides().forEach((name, override) -> {
            TariffOverride old = stored.overrides().get(name);
            if (old != null && used.contains(name) && !old.equals(override) && !isMovedEnd(old, override, now)) {
                broken.add(override);
            }
        });
        return broken;
    }

    private static boolean isMovedEnd(TariffOverride old, TariffOverride wanted, Instant now) {
        TariffOverride moved = new TariffOverride(
                old.id(),
                old.tenant(),
                old.contract(),
                old.tariff(),
                old.validFrom(),
                wanted.validTo(),
                old.components());
        return moved.equals(wanted) && isAhead(old.validTo(), now) && isAhead(wanted.validTo(), now);
    }

    private static boolean isAhead(@Nullable Instant end, Instant now) {
        return end == null || end.isAfter(now);
    }

    /** Why a used version stays as it is, and what to do instead. */
    static String words(VersionId version) {
        return "charges were made under version " + version.validFrom() + " of tariff " + version.tariff()
                + ", so it cannot change or go; add a version with a later validFrom instead";
    }

    /** The first day on which the two do not have the same version; empty where there is none. */
    static Optional<LocalDate> firstDifference(Tariff old, Tariff changed) {
        Set<LocalDate> days = new TreeSet<>();
        old.versions().forEach(version -> days.add(version.validFrom()));
        changed.versions().forEach(version -> days.add(version.validFrom()));
        return days.stream().filter(day -> !old.on(day).equals(changed.on(day))).findFirst();
    }
}
