package io.wattledger.billing.dunning;

import io.wattledger.billing.account.Flaw;
import io.wattledger.billing.dunning.DunningPolicy.DatedRate;
import io.wattledger.billing.dunning.DunningPolicy.InterestRule;
import io.wattledger.billing.dunning.DunningPolicy.Level;
import io.wattledger.contracts.JsonPointer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a policy must be like. */
public final class DunningPolicyRules {

    private static final String ENGLISH = "en-GB";
    private static final Set<String> LANGUAGES = Set.of("nb-NO", ENGLISH, "de-DE", "fr-FR");
    private static final Set<Integer> DAYS_OF_YEAR = Set.of(360, 365, 366);
    private static final int MOST_LEVELS = 9;
    private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");

    private DunningPolicyRules() {}

    /** What is wrong, in the order of the policy. */
    public static List<Flaw> flaws(DunningPolicy policy) {
        List<Flaw> flaws = new ArrayList<>();
        if (policy.levels().isEmpty() || policy.levels().size() > MOST_LEVELS) {
            flaws.add(new Flaw("/levels", "has " + policy.levels().size() + " levels; give 1 to " + MOST_LEVELS));
        }
        int before = 0;
        for (int i = 0; i < policy.levels().size(); i++) {
            Level level = policy.levels().get(i);
            if (level.daysAfterDue() <= before) {
                flaws.add(new Flaw(
                        "/levels/" + i + "/daysAfterDue",
                        level.daysAfterDue() + " is not more than " + before + ", as the level before has it"));
            }
            before = level.daysAfterDue();
            level(level, "/levels/" + i, flaws);
        }
        Set<String> countries = new HashSet<>();
        for (int i = 0; i < policy.interest().size(); i++) {
            InterestRule rule = policy.interest().get(i);
            if (!countries.add(rule.country())) {
                flaws.add(new Flaw("/interest/" + i + "/country", "'" + rule.country() + "' stands twice"));
            }
            interest(rule, "/interest/" + i, flaws);
        }
        return flaws;
    }

    private static void level(Level level, String pointer, List<Flaw> flaws) {
        level.fees().forEach((code, fee) -> {
            int digits = digits(code);
            if (digits < 0) {
                flaws.add(new Flaw(
                        pointer + "/fees" + JsonPointer.step(code), "'" + code + "' is no currency of ISO 4217"));
            } else if (fee.signum() < 0 || fee.stripTrailingZeros().scale() > digits) {
                flaws.add(new Flaw(
                        pointer + "/fees" + JsonPointer.step(code),
                        fee.toPlainString() + " is below zero or has more than " + digits + " decimals"));
            }
        });
        if (!level.texts().containsKey(ENGLISH)) {
            flaws.add(
                    new Flaw(pointer + "/texts", "has no text in " + ENGLISH + ", for whoever reads another language"));
        }
        level.texts().forEach((language, text) -> {
            if (!LANGUAGES.contains(language)) {
                flaws.add(new Flaw(
                        pointer + "/texts" + JsonPointer.step(language),
                        "is none of " + LANGUAGES.stream().sorted().toList()));
            }
            places(text.subject())
                    .forEach(place ->
                            flaws.add(unknown(pointer + "/texts" + JsonPointer.step(language) + "/subject", place)));
            places(text.body())
                    .forEach(place ->
                            flaws.add(unknown(pointer + "/texts" + JsonPointer.step(language) + "/body", place)));
            if (text.subject().isBlank() || text.body().isBlank()) {
                flaws.add(new Flaw(pointer + "/texts" + JsonPointer.step(language), "has no subject or no body"));
            }
        });
    }

    /** What looks like a place to be filled in and is none: a letter would go out with it. */
    private static List<String> places(String text) {
        return PLACE.matcher(text)
                .results()
                .map(found -> found.group(1))
                .filter(name -> !Dunning.PLACES.contains(name))
                .distinct()
                .toList();
    }

    private static Flaw unknown(String pointer, String place) {
        return new Flaw(
                pointer,
                "{" + place + "} is nothing that is filled in; there are "
                        + Dunning.PLACES.stream()
                                .sorted()
                                .map(name -> "{" + name + "}")
                                .toList());
    }

    private static void interest(InterestRule rule, String pointer, List<Flaw> flaws) {
        if (!List.of(Locale.getISOCountries()).contains(rule.country())) {
            flaws.add(new Flaw(pointer + "/country", "'" + rule.country() + "' is no country of ISO 3166-1"));
        }
        if (!DAYS_OF_YEAR.contains(rule.daysOfYear())) {
            flaws.add(new Flaw(pointer + "/daysOfYear", rule.daysOfYear() + " is not 360, 365 or 366"));
        }
        if (rule.rates().isEmpty()) {
            flaws.add(new Flaw(pointer + "/rates", "is empty; give at least one rate with the day it holds from"));
        }
        LocalDate before = LocalDate.MIN;
        for (int i = 0; i < rule.rates().size(); i++) {
            DatedRate rate = rule.rates().get(i);
            if (!rate.from().isAfter(before)) {
                flaws.add(new Flaw(pointer + "/rates/" + i + "/from", rate.from() + " is not after the rate before"));
            }
            if (rate.percent().signum() < 0) {
                flaws.add(new Flaw(
                        pointer + "/rates/" + i + "/percent", rate.percent().toPlainString() + " is below zero"));
            }
            before = rate.from();
        }
    }

    private static int digits(String code) {
        try {
            return Currency.getInstance(code).getDefaultFractionDigits();
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }
}
