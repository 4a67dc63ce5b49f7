package io.wattledger.pricing.tariff;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The member {@code components} by which a component names those whose charges it is made from. */
final class Bases {

    private Bases() {}

    static void check(List<String> components, Flaws flaws) {
        if (components.isEmpty()) {
            flaws.add("/components", "names no component");
        }
        Set<String> seen = new HashSet<>();
        for (int number = 0; number < components.size(); number++) {
            if (!seen.add(components.get(number))) {
                flaws.add("/components/" + number, "'" + components.get(number) + "' is named twice");
            }
        }
    }

    static List<Mention> mentions(List<String> components) {
        List<Mention> mentions = new ArrayList<>();
        for (String component : components) {
            mentions.add(new Mention("/components/" + mentions.size(), Mention.What.EARLIER_COMPONENT, component));
        }
        return mentions;
    }
}
