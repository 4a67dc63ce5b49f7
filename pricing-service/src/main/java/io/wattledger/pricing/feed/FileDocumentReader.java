package io.wattledger.pricing.feed;

import io.wattledger.pricing.energy.DayRate;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.PublishedDocument;
import io.wattledger.pricing.energy.Reading;
import io.wattledger.pricing.flow.DocumentReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Reads price documents of all known formats. */
@ApplicationScoped
public class FileDocumentReader implements DocumentReader {

    @Override
    public Prices entsoeA44(String fileName, byte[] bytes, PriceSeries series) {
        PublishedDocument document = EntsoeA44Reader.read(fileName, bytes);
        return new Prices(document.created(), document.revisionNumber(), document.pointsOf(series));
    }

    @Override
    public Prices priceCsv(String fileName, byte[] bytes, Reading.PriceCsv reading, PriceSeries series) {
        return new Prices(null, null, PriceCsvReader.read(fileName, bytes, reading, series));
    }

    @Override
    public Map<String, List<DayRate>> exchangeRateCsv(String fileName, byte[] bytes, Reading.ExchangeRateCsv reading) {
        return ExchangeRateCsvReader.read(fileName, bytes, reading);
    }
}
