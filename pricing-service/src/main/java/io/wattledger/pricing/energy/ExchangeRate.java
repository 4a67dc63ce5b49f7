package io.wattledger.pricing.energy;

/**
 * A series of exchange rates, one per publishing day: 1 unit of the base is so many units of the quote.
 *
 * @param id id in the catalog
 * @param base ISO 4217 code of what one unit is taken of
 * @param quote ISO 4217 code of what the rate counts
 * @param publisher who states the rates
 * @param rateDay which day's rate holds for a delivery day
 */
public record ExchangeRate(String id, String base, String quote, String publisher, RateDay rateDay) {

    /** A rate that holds on the day it is of, and until the next one. */
    public ExchangeRate(String id, String base, String quote, String publisher) {
        this(id, base, quote, publisher, new RateDay.DeliveryDay());
    }

    /** Which way an amount goes through the rate. */
    public enum Direction {
        /** From base to quote: multiply. */
        BASE_TO_QUOTE,
        /** From quote to base: divide. */
        QUOTE_TO_BASE
    }

    /** Whether the rate leads from one currency to the other at all. */
    public boolean connects(String from, String to) {
        return base.equals(from) && quote.equals(to) || quote.equals(from) && base.equals(to);
    }

    /**
     * The way from {@code from} to the other currency.
     *
     * @throws IllegalArgumentException when {@code from} is neither base nor quote
     */
    public Direction directionFrom(String from) {
        if (base.equals(from)) {
            return Direction.BASE_TO_QUOTE;
        }
        if (quote.equals(from)) {
            return Direction.QUOTE_TO_BASE;
        }
        throw new IllegalArgumentException("exchange rate " + id + " does not convert " + from);
    }
}
