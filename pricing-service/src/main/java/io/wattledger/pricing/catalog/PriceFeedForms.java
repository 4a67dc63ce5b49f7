package io.wattledger.pricing.catalog;

import io.wattledger.pricing.catalog.CatalogForm.PriceFeedForm;
import io.wattledger.pricing.catalog.CatalogForm.ScheduleForm;
import io.wattledger.pricing.energy.FeedAddress;
import io.wattledger.pricing.energy.PriceFeed;
import io.wattledger.pricing.energy.Reading;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Price feeds between their written form and the domain. */
public final class PriceFeedForms {

    private static final int MOST_ATTEMPTS = 100;
    private static final int MOST_DAYS_AHEAD = 7;

    private PriceFeedForms() {}

    /** The feed of a form that was accepted before. */
    public static PriceFeed fromForm(PriceFeedForm form) {
        Faults faults = new Faults();
        return fromForm(form, "", faults)
                .filter(feed -> faults.all().isEmpty())
                .orElseThrow(() -> new IllegalStateException("stored price feed " + form.id() + ": " + faults.all()));
    }

    static Optional<PriceFeed> fromForm(PriceFeedForm form, String at, Faults faults) {
        Reading reading = null;
        try {
            reading = form.reading().toReading();
        } catch (WrongReading e) {
            faults.add(at + "/reading" + e.pointer(), e.detail());
        }
        FeedAddress address = address(form, at, faults);
        PriceFeed.Schedule schedule = schedule(form.schedule(), at + "/schedule", faults);
        return Optional.ofNullable(reading).map(how -> new PriceFeed(form.id(), how, address, schedule));
    }

    private static PriceFeed.Schedule schedule(ScheduleForm form, String at, Faults faults) {
        LocalTime time = time(form.at(), at + "/at", faults);
        Duration backOff = backOff(form.backOff(), at + "/backOff", faults);
        int daysAhead = Objects.requireNonNullElse(form.daysAhead(), 1);
        if (daysAhead < -MOST_DAYS_AHEAD || daysAhead > MOST_DAYS_AHEAD) {
            faults.add(
                    at + "/daysAhead", daysAhead + " is not between -" + MOST_DAYS_AHEAD + " and " + MOST_DAYS_AHEAD);
        }
        int attempts = Objects.requireNonNullElse(form.retries(), 5) + 1;
        if (attempts < 1 || attempts > MOST_ATTEMPTS) {
            faults.add(at + "/retries", (attempts - 1) + " is not between 0 and " + (MOST_ATTEMPTS - 1));
        }
        return new PriceFeed.Schedule(
                time, faults.zone(form.timeZone(), at + "/timeZone"), daysAhead, attempts, backOff);
    }

    private static FeedAddress address(PriceFeedForm form, String at, Faults faults) {
        FeedAddress address = new FeedAddress(form.baseUrl(), form.path());
        try {
            URI base = URI.create(form.baseUrl());
            boolean web = "https".equals(base.getScheme()) || "http".equals(base.getScheme());
            if (!web || base.getHost() == null || base.getUserInfo() != null || base.getQuery() != null) {
                faults.add(at + "/baseUrl", "'" + form.baseUrl() + "' must be http(s)://host without user and query");
            }
        } catch (IllegalArgumentException e) {
            faults.add(at + "/baseUrl", "'" + form.baseUrl() + "' is no URL");
            return address;
        }
        if (!form.path().startsWith("/")) {
            faults.add(at + "/path", "'" + form.path() + "' must begin with /");
        }
        for (String word : address.unknownWords()) {
            faults.add(
                    at + "/path",
                    "'{" + word + "}' is none of "
                            + FeedAddress.WORDS.stream().sorted().toList());
        }
        if (!form.path().replaceAll("\\{[^{}]*}", "").matches("[A-Za-z0-9/._~:?#@!$&'()*+,;=%\\[\\]-]*")) {
            faults.add(at + "/path", "'" + form.path() + "' has signs that no URL has");
        }
        return address;
    }

    private static LocalTime time(String text, String pointer, Faults faults) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException e) {
            faults.add(pointer, "'" + text + "' is no time of day, for example 13:15");
            return LocalTime.MIDNIGHT;
        }
    }

    private static Duration backOff(@Nullable String text, String pointer, Faults faults) {
        Duration usual = Duration.ofMinutes(10);
        if (text == null) {
            return usual;
        }
        try {
            Duration backOff = Duration.parse(text);
            if (backOff.isPositive() && backOff.compareTo(Duration.ofDays(1)) <= 0) {
                return backOff;
            }
        } catch (DateTimeException e) {
            // Said below.
        }
        faults.add(pointer, "'" + text + "' is no duration up to a day, for example PT10M");
        return usual;
    }
}
