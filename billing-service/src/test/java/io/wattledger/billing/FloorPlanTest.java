package io.wattledger.billing;

import io.wattledger.chassis.testing.HouseRules;
import io.wattledger.chassis.testing.HouseRules.Plan;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class FloorPlanTest {

    /** XML, PDF, CSV and rules are written and read by libraries; see docs/dependencies.md. */
    private static final List<String> LIBRARIES_OF_DOCUMENTS = List.of(
            "com.ctc.wstx..",
            "com.google.zxing..",
            "com.helger..",
            "com.openhtmltopdf..",
            "de.siegmar.fastcsv..",
            "io.quarkus.qute..",
            "javax.imageio..",
            "javax.xml..",
            "net.sf.saxon..",
            "org.apache.fontbox..",
            "org.apache.pdfbox..",
            "org.apache.xmpbox..",
            "org.w3c.dom..",
            "org.xml.sax..");

    /** CSV and Parquet are written by libraries. */
    private static final List<String> LIBRARIES_OF_EXPORTS = List.of("de.siegmar.fastcsv..", "org.apache.parquet..");

    /** The journal is CSV, SAF-T is XML with a schema. */
    private static final List<String> LIBRARIES_OF_BOOKKEEPING =
            List.of("com.ctc.wstx..", "de.siegmar.fastcsv..", "javax.xml..", "org.xml.sax..");

    /** Bank statements are read by the XML of the platform. */
    private static final List<String> LIBRARIES_OF_PAYMENTS = List.of("javax.xml..", "org.w3c.dom..", "org.xml.sax..");

    @TestFactory
    Stream<DynamicTest> keepsToThePlanOfTheHouse() {
        Plan plan = Plan.of(
                        "io.wattledger.billing",
                        "account",
                        "commercial",
                        "contract",
                        "credit",
                        "dunning",
                        "evidence",
                        "invoice",
                        "period",
                        "settlement",
                        "tax")
                .withRoom("bookkeeping", LIBRARIES_OF_BOOKKEEPING.toArray(String[]::new))
                .withRoom("document", LIBRARIES_OF_DOCUMENTS.toArray(String[]::new))
                .withRoom("focus", LIBRARIES_OF_EXPORTS.toArray(String[]::new))
                .withRoom("payment", LIBRARIES_OF_PAYMENTS.toArray(String[]::new))
                .withRoom("webhook", "javax.crypto..");
        return HouseRules.of("billing-service", plan).tests();
    }
}
