package io.wattledger.pricing.tariff;

import java.math.BigDecimal;
import java.util.List;

/**
 * What the seller gives back where a site was less available in a month than agreed: a percentage of the charges of named
 * components at that site. The availability is reported as data; until it is, the credit is a gap.
 *
 * @param id id inside its version
 * @param description words for an invoice line
 * @param components ids of the components that make the base; at least one, all before this one
 * @param thresholds at least one, from the highest availability to the lowest; the last one that is undercut counts
 */
public record SlaCredit(String id, String description, List<String> components, List<Threshold> thresholds)
        implements MonthComponent {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /**
     * One step.
     *
     * @param belowPercent the credit is due where the availability is below this; above 0, at most 100
     * @param creditPercent per cent of the base; above 0, at most 100, more than that of the step before
     */
    public record Threshold(BigDecimal belowPercent, BigDecimal creditPercent) {}

    /** Copies the lists. */
    public SlaCredit {
        components = List.copyOf(components);
        thresholds = List.copyOf(thresholds);
    }

    /** The per cent of the base that are due; 0 where the level was kept. */
    public BigDecimal creditPercent(BigDecimal availabilityPercent) {
        return thresholds.stream()
                .filter(one -> availabilityPercent.compareTo(one.belowPercent()) < 0)
                .map(Threshold::creditPercent)
                .reduce(BigDecimal.ZERO, BigDecimal::max);
    }

    @Override
    public void check(Flaws flaws) {
        Bases.check(components, flaws);
        if (thresholds.isEmpty()) {
            flaws.add("/thresholds", "there is no threshold");
        }
        BigDecimal below = HUNDRED.add(BigDecimal.ONE);
        BigDecimal credit = BigDecimal.ZERO;
        for (int number = 0; number < thresholds.size(); number++) {
            Threshold one = thresholds.get(number);
            Flaws inside = flaws.at("/thresholds/" + number);
            percent(one.belowPercent(), "/belowPercent", inside);
            percent(one.creditPercent(), "/creditPercent", inside);
            if (one.belowPercent().compareTo(below) >= 0 || one.creditPercent().compareTo(credit) <= 0) {
                inside.add("", "a lower availability must give a higher credit than the threshold before");
            }
            below = one.belowPercent();
            credit = one.creditPercent();
        }
    }

    private static void percent(BigDecimal percent, String pointer, Flaws flaws) {
        if (percent.signum() <= 0 || percent.compareTo(HUNDRED) > 0) {
            flaws.add(pointer, percent.toPlainString() + " is not above 0 and at most 100");
        }
    }

    @Override
    public List<Mention> mentions() {
        return Bases.mentions(components);
    }
}
