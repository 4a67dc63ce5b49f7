package io.wattledger.pricing.tariff;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Guarantees of origin for the facility energy of a month. They are issued for whole MWh only, so that the energy is rounded
 * up to the next one, once over all of it.
 *
 * @param id id inside its version
 * @param description words for an invoice line
 * @param pricePerCertificate for one MWh, in the currency of the tariff; 0 or more
 * @param components earlier components of the version whose facility energy is covered; absent means all facility energy
 * @param sites whose energy is covered; absent means all
 */
public record Certificates(
        String id,
        String description,
        BigDecimal pricePerCertificate,
        @Nullable List<String> components,
        @Nullable List<String> sites)
        implements MonthComponent {

    /** Copies the lists. */
    public Certificates {
        components = components == null ? null : List.copyOf(components);
        sites = sites == null ? null : List.copyOf(sites);
    }

    /** Whether the energy at a site is covered. */
    public boolean covers(String site) {
        return sites == null || sites.contains(site);
    }

    @Override
    public void check(Flaws flaws) {
        flaws.negative("/pricePerCertificate", pricePerCertificate);
        checkList("/components", components, flaws);
        checkList("/sites", sites, flaws);
    }

    private static void checkList(String pointer, @Nullable List<String> names, Flaws flaws) {
        if (names != null && names.isEmpty()) {
            flaws.add(pointer, "is empty; leave it out to mean all");
        }
        if (names != null && new HashSet<>(names).size() < names.size()) {
            flaws.add(pointer, "names one twice");
        }
    }

    @Override
    public List<Mention> mentions() {
        List<Mention> mentions = new ArrayList<>();
        int number = 0;
        for (String component : Objects.requireNonNullElse(components, List.<String>of())) {
            mentions.add(new Mention("/components/" + number++, Mention.What.EARLIER_COMPONENT, component));
        }
        number = 0;
        for (String site : Objects.requireNonNullElse(sites, List.<String>of())) {
            mentions.add(new Mention("/sites/" + number++, Mention.What.SITE, site));
        }
        return mentions;
    }
}
