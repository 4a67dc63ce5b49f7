package io.wattledger.pricing.feed;

import io.wattledger.pricing.energy.CarbonFactor;
import io.wattledger.pricing.energy.CarbonSeries;
import io.wattledger.pricing.energy.DayRate;
import io.wattledger.pricing.energy.ExchangeRate;
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
    public Prices prices(String fileName, byte[] bytes, Reading.OfPrices reading, PriceSeries series) {
        return switch (reading) {
            case Reading.EntsoeA44 a44 -> {
                PublishedDocument document = EntsoeA44Reader.read(fileName, bytes);
                yield new Prices(document.created(), document.revisionNumber(), document.pointsOf(series));
            }
            case Reading.EntsoeCsv csv -> EntsoeCsvReader.read(fileName, bytes, series);
            case Reading.NordPoolPortal json -> NordPoolPortalReader.read(fileName, bytes, series);
            case Reading.NordPoolAuction json -> NordPoolAuctionReader.read(fileName, bytes, series);
            case Reading.NordPoolPage json -> NordPoolPageReader.read(fileName, bytes, series);
            case Reading.HvaKosterStrommen json -> HvaKosterStrommenReader.read(fileName, bytes, series);
            case Reading.Elering json -> EleringReader.read(fileName, bytes, series);
            case Reading.OctopusRates json -> OctopusRatesReader.read(fileName, bytes, series);
            case Reading.ElexonJson json -> ElexonReader.read(fileName, bytes, json, series);
            case Reading.SettlementCsv csv -> SettlementCsvReader.read(fileName, bytes, csv, series);
            case Reading.PriceCsv csv -> new Prices(PriceCsvReader.read(fileName, bytes, csv, series));
        };
    }

    @Override
    public Map<String, List<DayRate>> rates(
            String fileName, byte[] bytes, Reading.OfRates reading, Map<String, ExchangeRate> wanted) {
        return switch (reading) {
            case Reading.ExchangeRateCsv csv -> ExchangeRateCsvReader.read(fileName, bytes, csv);
            case Reading.NorgesBankCsv csv -> NorgesBankCsvReader.read(fileName, bytes, csv, wanted);
            case Reading.NorgesBankJson json -> NorgesBankJsonReader.read(fileName, bytes, wanted);
        };
    }

    @Override
    public List<CarbonFactor> factors(String fileName, byte[] bytes, Reading.OfFactors reading, CarbonSeries series) {
        return switch (reading) {
            case Reading.NesoCarbon json -> NesoCarbonReader.read(fileName, bytes, series);
            case Reading.CarbonCsv csv -> CarbonCsvReader.read(fileName, bytes, csv, series);
        };
    }
}
