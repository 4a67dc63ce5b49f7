package io.wattledger.pricing.rating;

import io.wattledger.pricing.Example;
import io.wattledger.pricing.energy.RateDay;

/** Examples of currency, C50 and C52. */
final class CurrencyFigures {

    private static final String WINTER = "2026-01-12T00:00:00Z";

    private CurrencyFigures() {}

    static Figures all() {
        return new Figures()
                .add(
                        "C50",
                        "rate of the delivery day",
                        () -> easter(new RateDay.DeliveryDay()).billed())
                .add(
                        "C50",
                        "rate of the day before",
                        () -> easter(new RateDay.DayBefore()).billed())
                .add(
                        "C50",
                        "rate of 13 April",
                        () -> easter(new RateDay.DayOfMonth(0, 13)).billed())
                .add(
                        "C52",
                        "pounds into euro",
                        () -> new Example()
                                .currency("EUR")
                                .seriesCurrency("GBP")
                                .exchangeRate("EUR", "GBP")
                                .rate("2026-01-12", "0.8700")
                                .prices(WINTER, "12000")
                                .kwh(WINTER, "1000")
                                .billed());
    }

    /** 1,000.00 EUR on each of 2 to 7 April 2026, in kroner at the rates of the days that a rule names. */
    static Example easter(RateDay rateDay) {
        Example example = new Example().currency("NOK").seriesCurrency("EUR").exchangeRate("EUR", "NOK", rateDay);
        example.rate("2026-04-01", "11.2080")
                .rate("2026-04-02", "11.2285")
                .rate("2026-04-07", "11.1830")
                .rate("2026-04-13", "11.0980");
        for (int day = 2; day <= 7; day++) {
            String noon = "2026-04-0" + day + "T10:00:00Z";
            example.prices(noon, "1000").kwh(noon, "1000");
        }
        return example;
    }
}
