package io.wattledger.pricing.feed;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.energy.CurveType;
import io.wattledger.pricing.energy.DocumentFault;
import io.wattledger.pricing.energy.PublishedDocument;
import io.wattledger.pricing.energy.PublishedPeriod;
import io.wattledger.pricing.energy.PublishedSeries;
import io.wattledger.pricing.energy.Resolution;
import io.wattledger.pricing.energy.UnreadableDocument;
import io.wattledger.pricing.energy.UnreadableDocument.Reason;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads ENTSO-E price documents (A44). Elements are known by their local names, so both namespaces in use (7:0 and 7:3)
 * are read alike. Nothing is chosen here; {@link PublishedDocument#pointsOf} does that.
 */
final class EntsoeA44Reader {

    private static final String DOCUMENT = "Publication_MarketDocument";
    private static final String ACKNOWLEDGEMENT = "Acknowledgement_MarketDocument";

    private final String file;
    private final XmlCursor xml;

    private EntsoeA44Reader(String file, byte[] bytes) {
        this.file = file;
        this.xml = new XmlCursor(file, bytes);
    }

    /**
     * Reads one document.
     *
     * @throws UnreadableDocument when it is no such document, or the publisher's word that there is no data
     */
    static PublishedDocument read(String file, byte[] bytes) {
        return new EntsoeA44Reader(file, bytes).document();
    }

    private PublishedDocument document() {
        String root = xml.root();
        if (root.equals(ACKNOWLEDGEMENT)) {
            throw acknowledgement();
        }
        if (!root.equals(DOCUMENT)) {
            throw xml.refuse("root element", root, "must be " + DOCUMENT);
        }
        Instant created = null;
        Integer revision = null;
        List<PublishedSeries> series = new ArrayList<>();
        for (String name = xml.child(); name != null; name = xml.child()) {
            switch (name) {
                case "type" -> requireA44(xml.text());
                case "createdDateTime" -> created = xml.instant(name);
                case "revisionNumber" -> revision = xml.integer(name);
                case "TimeSeries" -> series.add(timeSeries());
                default -> xml.skip();
            }
        }
        return new PublishedDocument(file, created, revision, series);
    }

    private void requireA44(String type) {
        if (!type.equals("A44")) {
            throw xml.refuse("type", type, "must be A44, a price document");
        }
    }

    private UnreadableDocument acknowledgement() {
        String code = "";
        String text = "";
        long line = xml.line();
        for (String name = xml.child(); name != null; name = xml.child()) {
            if (!name.equals("Reason")) {
                xml.skip();
                continue;
            }
            line = xml.line();
            for (String part = xml.child(); part != null; part = xml.child()) {
                switch (part) {
                    case "code" -> code = xml.text();
                    case "text" -> text = xml.text();
                    default -> xml.skip();
                }
            }
        }
        DocumentFault fault =
                new DocumentFault(file, line, 0, "Reason", code, "the publisher answered without prices: " + text);
        return UnreadableDocument.because(fault).as(code.equals("999") ? Reason.WITHOUT_DATA : Reason.BROKEN);
    }

    private PublishedSeries timeSeries() {
        long line = xml.line();
        Map<String, String> texts = new HashMap<>();
        CurveType curve = null;
        List<PublishedPeriod> periods = new ArrayList<>();
        for (String name = xml.child(); name != null; name = xml.child()) {
            switch (name) {
                case "in_Domain.mRID",
                        "currency_Unit.name",
                        "price_Measure_Unit.name",
                        "contract_MarketAgreement.type",
                        "classificationSequence_AttributeInstanceComponent.position" -> texts.put(name, xml.text());
                case "curveType" -> curve = curve(xml.text());
                case "Period" -> periods.add(period());
                default -> xml.skip();
            }
        }
        return new PublishedSeries(
                texts.getOrDefault("in_Domain.mRID", ""),
                texts.getOrDefault("currency_Unit.name", ""),
                texts.getOrDefault("price_Measure_Unit.name", ""),
                texts.getOrDefault("contract_MarketAgreement.type", ""),
                texts.getOrDefault("classificationSequence_AttributeInstanceComponent.position", ""),
                // The older profile knows no other curve and need not name it.
                curve == null ? CurveType.A01 : curve,
                periods,
                line);
    }

    private CurveType curve(String text) {
        return switch (text) {
            case "A01" -> CurveType.A01;
            case "A03" -> CurveType.A03;
            default -> throw xml.refuse("curveType", text, "must be A01 or A03");
        };
    }

    private PublishedPeriod period() {
        long line = xml.line();
        Interval interval = null;
        Resolution resolution = null;
        List<PublishedPeriod.Point> points = new ArrayList<>();
        for (String name = xml.child(); name != null; name = xml.child()) {
            switch (name) {
                case "timeInterval" -> interval = interval();
                case "resolution" -> resolution = resolution(xml.text());
                case "Point" -> points.add(point());
                default -> xml.skip();
            }
        }
        if (resolution == null) {
            throw xml.refuse("resolution", null, "is missing; how long a price holds is never guessed")
                    .as(Reason.RESOLUTION_NOT_NAMED);
        }
        return new PublishedPeriod(require(interval, "timeInterval"), resolution, points, line);
    }

    private Resolution resolution(String text) {
        return Resolution.ofName(text)
                .orElseThrow(() -> xml.refuse("resolution", text, "must be PT15M, PT30M or PT60M"));
    }

    private Interval interval() {
        Instant start = null;
        Instant end = null;
        for (String name = xml.child(); name != null; name = xml.child()) {
            switch (name) {
                case "start" -> start = xml.instant(name);
                case "end" -> end = xml.instant(name);
                default -> xml.skip();
            }
        }
        Instant from = require(start, "timeInterval.start");
        Instant to = require(end, "timeInterval.end");
        if (!to.isAfter(from)) {
            throw xml.refuse("timeInterval", from + "/" + to, "must end after its start");
        }
        return new Interval(from, to);
    }

    private PublishedPeriod.Point point() {
        long line = xml.line();
        Integer position = null;
        BigDecimal amount = null;
        for (String name = xml.child(); name != null; name = xml.child()) {
            switch (name) {
                case "position" -> position = xml.integer(name);
                case "price.amount" -> amount = xml.decimal(name);
                default -> xml.skip();
            }
        }
        return new PublishedPeriod.Point(require(position, "position"), require(amount, "price.amount"), line);
    }

    private <T> T require(@Nullable T value, String field) {
        if (value == null) {
            throw xml.refuse(field, null, "is missing");
        }
        return value;
    }
}
