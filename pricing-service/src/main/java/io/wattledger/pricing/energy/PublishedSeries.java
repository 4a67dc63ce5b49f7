package io.wattledger.pricing.energy;

import java.util.List;

/**
 * A TimeSeries of an A44 document as it was published. Texts are empty where the element is absent.
 *
 * @param eic EIC code of the bidding zone ({@code in_Domain.mRID})
 * @param currency {@code currency_Unit.name}
 * @param unit {@code price_Measure_Unit.name}
 * @param contractType {@code contract_MarketAgreement.type}; A01 is day-ahead
 * @param sequence {@code classificationSequence_AttributeInstanceComponent.position}; 1 is the zone's main auction
 * @param curve how absent positions are read
 * @param periods in the order of the document
 * @param line where the TimeSeries begins in the file
 */
public record PublishedSeries(
        String eic,
        String currency,
        String unit,
        String contractType,
        String sequence,
        CurveType curve,
        List<PublishedPeriod> periods,
        long line) {

    private static final String DAY_AHEAD = "A01";
    private static final String MAIN_AUCTION = "1";

    /** Copies the periods. */
    public PublishedSeries {
        periods = List.copyOf(periods);
    }

    /** Whether this is the day-ahead price of the main auction; documents of one auction only do not say so. */
    boolean isMainDayAhead() {
        return (contractType.isEmpty() || contractType.equals(DAY_AHEAD))
                && (sequence.isEmpty() || sequence.equals(MAIN_AUCTION));
    }
}
