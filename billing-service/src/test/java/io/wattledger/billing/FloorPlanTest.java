package io.wattledger.billing;

import io.wattledger.chassis.testing.HouseRules;
import io.wattledger.chassis.testing.HouseRules.Plan;
import java.util.List;
import java.util.Map;
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

    /** CSV is written by a library. */
    private static final List<String> LIBRARIES_OF_EXPORTS = List.of("de.siegmar.fastcsv..");

    @TestFactory
    Stream<DynamicTest> keepsToThePlanOfTheHouse() {
        return HouseRules.of(
                        "billing-service",
                        new Plan(
                                "io.wattledger.billing",
                                Map.of(
                                        "account",
                                        List.of(),
                                        "commercial",
                                        List.of(),
                                        "contract",
                                        List.of(),
                                        "document",
                                        LIBRARIES_OF_DOCUMENTS,
                                        "focus",
                                        LIBRARIES_OF_EXPORTS,
                                        "invoice",
                                        List.of(),
                                        "payment",
                                        List.of("javax.xml..", "org.w3c.dom..", "org.xml.sax.."),
                                        "period",
                                        List.of(),
                                        "settlement",
                                        List.of(),
                                        "tax",
                                        List.of())))
                .tests();
    }
}
