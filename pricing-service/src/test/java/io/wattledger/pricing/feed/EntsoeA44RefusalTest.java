package io.wattledger.pricing.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.wattledger.pricing.SharedFiles;
import io.wattledger.pricing.energy.PricePoint;
import io.wattledger.pricing.energy.Resolution;
import io.wattledger.pricing.energy.UnreadableDocument;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A damaged or unfitting A44 document is refused with words that name file, line, field and value. */
class EntsoeA44RefusalTest {

    private static final String START = "2026-11-11T23:00Z";
    private static final String END = "2026-11-12T00:00Z";
    private static final String SOUND = Documents.period("A01", "PT15M", START, END, "1=1.5", "2=2", "3=3", "4=4");

    /**
     * A damage and what is said about it.
     *
     * @param name what is wrong
     * @param xml the document
     * @param sentence what the refusal must say
     */
    private record Row(String name, String xml, String... sentence) {}

    @TestFactory
    Stream<DynamicTest> refuses() {
        return Stream.of(positions(), otherSeries(), pointsAndIntervals(), otherDocuments())
                .flatMap(rows -> rows)
                .map(row -> DynamicTest.dynamicTest(row.name(), () -> {
                    UnreadableDocument refusal = catchThrowableOfType(
                            UnreadableDocument.class, () -> Documents.a44(row.xml(), Resolution.PT15M));
                    assertThat(refusal).isNotNull();
                    assertThat(refusal.fault().sentence()).contains(row.sentence());
                    assertThat(refusal.reason()).isNotEqualTo(UnreadableDocument.Reason.WITHOUT_DATA);
                }));
    }

    private static Stream<Row> positions() {
        return Stream.of(
                new Row(
                        "A03 without its first position (C04)",
                        Documents.period("A03", "PT15M", START, END, "2=4.10"),
                        "a44.xml:12: position '1': is missing"),
                new Row(
                        "a position with two values",
                        Documents.period("A01", "PT15M", START, END, "1=1.5", "1=1.6"),
                        "a44.xml:16: price.amount '1.6'",
                        "already has the value 1.5 on line 15"),
                new Row(
                        "a position beyond its Period",
                        Documents.period("A01", "PT15M", START, END, "5=1.5"),
                        "position '5'",
                        "between 1 and 4"),
                new Row("position zero", Documents.period("A01", "PT15M", START, END, "0=1.5"), "position '0'"));
    }

    private static Stream<Row> otherSeries() {
        return Stream.of(
                new Row(
                        "another zone",
                        SOUND.replace("10YNO-4--------9", "10YFR-RTE------C"),
                        "a44.xml:6: in_Domain.mRID '10YFR-RTE------C'",
                        "is zone FR",
                        "zone NO4"),
                new Row(
                        "a zone nobody knows",
                        SOUND.replace("10YNO-4--------9", "10Y-NOWHERE"),
                        "'10Y-NOWHERE': is no zone known here"),
                new Row("another currency", SOUND.replace("EUR", "NOK"), "currency_Unit.name 'NOK'", "in EUR"),
                new Row("another unit", SOUND.replace(">MWH<", ">KWH<"), "price_Measure_Unit.name 'KWH'", "per MWh"),
                new Row(
                        "another resolution only",
                        SOUND.replace("PT15M", "PT60M"),
                        "nothing in resolution PT15M",
                        "holds PT60M"),
                new Row(
                        "a resolution that is not traded",
                        SOUND.replace("PT15M", "PT5M"),
                        "resolution 'PT5M'",
                        "PT15M, PT30M or PT60M"),
                new Row(
                        "another contract only",
                        SOUND.replace("type>A01</contract", "type>A07</contract"),
                        "contract A01, sequence 1"),
                new Row(
                        "a curve that is not known",
                        SOUND.replace("<curveType>A01", "<curveType>A04"),
                        "curveType 'A04'"));
    }

    private static Stream<Row> pointsAndIntervals() {
        return Stream.of(
                new Row("a price that is no number", SOUND.replace(">1.5<", ">1,5<"), "price.amount '1,5'"),
                new Row("a price with exponent", SOUND.replace(">1.5<", ">1e3<"), "price.amount '1e3'"),
                new Row(
                        "a point without price",
                        SOUND.replace("<price.amount>1.5</price.amount>", ""),
                        "price.amount: is missing"),
                new Row(
                        "a period without interval",
                        SOUND.replaceAll("<timeInterval>.*</timeInterval>", ""),
                        "timeInterval: is missing"),
                new Row(
                        "an interval that ends before it starts",
                        SOUND.replace(END, "2026-11-11T22:00Z"),
                        "must end after its start"),
                new Row("an interval off the slots", SOUND.replace(START, "2026-11-11T23:07Z"), "whole slots of PT15M"),
                new Row(
                        "a time without offset",
                        SOUND.replace(START, "2026-11-11T23:00"),
                        "must be an instant with offset"));
    }

    private static Stream<Row> otherDocuments() {
        return Stream.of(
                new Row("another type of document", SOUND.replace(">A44<", ">A65<"), "type 'A65'"),
                new Row("another root", "<html/>", "root element 'html'"),
                new Row("half a document", SOUND.substring(0, SOUND.length() / 2), "is not well-formed"),
                new Row("no XML at all", "start,price", "is not well-formed"),
                new Row("nothing", "", "is not well-formed"),
                new Row(
                        "a document type, which could name files of ours",
                        "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>" + SOUND.substring(38),
                        "a44.xml"));
    }

    @Test
    void readsTheSoundDocumentThatTheDamagesAreMadeOf() {
        assertThat(Documents.a44(SOUND, Resolution.PT15M)).hasSize(4);
    }

    @Test
    void tellsAnAcknowledgementWithoutDataFromABrokenDocument() {
        byte[] bytes = SharedFiles.synthetic("SYNTH_Acknowledgement_999_no_data.xml");
        UnreadableDocument refusal =
                catchThrowableOfType(UnreadableDocument.class, () -> Documents.a44(bytes, "NO4", Resolution.PT15M));
        assertThat(refusal.reason()).isEqualTo(UnreadableDocument.Reason.WITHOUT_DATA);
        assertThat(refusal.fault().sentence()).contains("Reason '999'", "No matching data found");
    }

    @Test
    void readsEqualDuplicatesOnceAndPointsInAnyOrder() {
        List<PricePoint> points = Documents.a44(
                Documents.period("A01", "PT15M", START, END, "4=4", "1=1.5", "1=1.50", "3=3", "2=2"), Resolution.PT15M);
        assertThat(points)
                .extracting(point -> point.price().value().toPlainString())
                .containsExactly("1.5", "2", "3", "4");
    }

    @Test
    void readsBothNamespacesAlike() {
        String old = SOUND.replace("publicationdocument:7:3", "publicationdocument:7:0");
        assertThat(Documents.a44(old, Resolution.PT15M)).isEqualTo(Documents.a44(SOUND, Resolution.PT15M));
    }

    @Test
    void readsTheRealDocuments() {
        assertThat(Documents.a44(
                        SharedFiles.real("entsoe/A44_FR_2023-05-07..08_PT60M_A01.xml"), "FR", Resolution.PT60M))
                .hasSize(48);
        assertThat(Documents.a44(SharedFiles.real("entsoe/A44_BE_2024-10-08_PT60M.xml"), "BE", Resolution.PT60M))
                .hasSize(24);
        assertThat(Documents.a44(
                        SharedFiles.real("entsoe/A44_DE-LU_2024-10-06..07_PT60M_and_PT15M_overlap_A03.xml"),
                        "DE-LU",
                        Resolution.PT60M))
                .hasSize(48);
        byte[] mixed = SharedFiles.real("entsoe/A44_BE_2024-10-06..08_PT15M_every4th_A03_then_PT60M.xml");
        assertThat(Documents.a44(mixed, "BE", Resolution.PT15M)).hasSize(192);
        assertThat(Documents.a44(mixed, "BE", Resolution.PT60M)).hasSize(24);
    }

    @Test
    void cutShortAnywhereARealDocumentIsRefused() {
        byte[] whole = SharedFiles.synthetic("SYNTH_A44_NO4_2026-10-25_PT15M_A01_100slots.xml");
        String text = new String(whole, StandardCharsets.UTF_8);
        for (int length = 0; length < text.stripTrailing().length(); length += 97) {
            String damaged = text.substring(0, length);
            assertThat(catchThrowableOfType(UnreadableDocument.class, () -> Documents.a44(damaged, Resolution.PT15M)))
                    .as("cut at %s", length)
                    .isNotNull();
        }
    }
}
