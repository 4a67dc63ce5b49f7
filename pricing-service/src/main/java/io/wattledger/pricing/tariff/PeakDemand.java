package io.wattledger.pricing.tariff;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A price per kilowatt of a contract's highest load at a site in the month: the mean of the highest daily maxima, each the
 * highest average power over one interval of the day. With one day it is the peak of the month.
 *
 * @param id id inside its version
 * @param description words for an invoice line
 * @param peakDays how many daily maxima are averaged, each of another local day; 1 or more
 * @param intervalMinutes length over which power is averaged: 15, 30 or 60
 * @param sites at least one, no two for the same site
 */
public record PeakDemand(String id, String description, int peakDays, int intervalMinutes, List<SitePeak> sites)
        implements MonthComponent {

    /**
     * The price at one site.
     *
     * @param site where
     * @param pricePerKilowattMonth for a whole month, in the currency of the tariff; 0 or more
     * @param ratchetKilowatts what is charged at least, since a peak before it has set it; absent for none
     */
    public record SitePeak(
            String site,
            BigDecimal pricePerKilowattMonth,
            @Nullable BigDecimal ratchetKilowatts) {}

    /** Copies the list. */
    public PeakDemand {
        sites = List.copyOf(sites);
    }

    @Override
    public void check(Flaws flaws) {
        flaws.sites(sites, SitePeak::site);
        if (peakDays < 1 || peakDays > 28) {
            flaws.add("/peakDays", peakDays + " is not between 1 and 28, the days that every month has");
        }
        if (!List.of(15, 30, 60).contains(intervalMinutes)) {
            flaws.add("/intervalMinutes", intervalMinutes + " must be 15, 30 or 60");
        }
        for (int number = 0; number < sites.size(); number++) {
            SitePeak one = sites.get(number);
            flaws.negative("/sites/" + number + "/pricePerKilowattMonth", one.pricePerKilowattMonth());
            flaws.negative("/sites/" + number + "/ratchetKilowatts", one.ratchetKilowatts());
        }
    }

    @Override
    public List<Mention> mentions() {
        return Mention.sites(sites, SitePeak::site);
    }
}
