package io.wattledger.billing.document;

import com.helger.diver.api.coord.DVRCoordinate;
import com.helger.phive.api.executorset.IValidationExecutorSet;
import com.helger.phive.api.executorset.ValidationExecutorSetRegistry;
import com.helger.phive.en16931.EN16931Validation;
import com.helger.phive.peppol.PeppolValidation2025_11;
import com.helger.phive.peppol.PeppolValidation2026_05;
import com.helger.phive.xml.source.IValidationSourceXML;
import com.helger.phive.xrechnung.XRechnungValidation;
import com.helger.phive.zugferd.ZugferdValidation;
import io.wattledger.billing.invoice.DocumentFormat;
import io.wattledger.billing.invoice.DocumentType;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Which published rules apply to which document, by its issue date. A new release is one more entry here. */
final class RuleSets {

    /** Before the first version known, the first. */
    private static final LocalDate BEGINNING = LocalDate.EPOCH;

    private static final ValidationExecutorSetRegistry<IValidationSourceXML> REGISTRY = registry();

    /** What is published under one name: a set of rules per version, by the day from which it is mandatory. */
    private record Series(NavigableMap<LocalDate, IValidationExecutorSet<IValidationSourceXML>> versions) {

        static Series of(Map<LocalDate, DVRCoordinate> ids) {
            NavigableMap<LocalDate, IValidationExecutorSet<IValidationSourceXML>> versions = new TreeMap<>();
            ids.forEach((from, id) -> versions.put(from, REGISTRY.getOfID(id)));
            return new Series(versions);
        }

        IValidationExecutorSet<IValidationSourceXML> on(LocalDate day) {
            var version = versions.floorEntry(day);
            return version == null ? versions.firstEntry().getValue() : version.getValue();
        }
    }

    private final Series peppolInvoice = Series.of(Map.of(
            PeppolValidation2025_11.VALID_PER, PeppolValidation2025_11.VID_OPENPEPPOL_INVOICE_UBL_V3,
            PeppolValidation2026_05.VALID_PER, PeppolValidation2026_05.VID_OPENPEPPOL_INVOICE_UBL_V3));
    private final Series peppolCreditNote = Series.of(Map.of(
            PeppolValidation2025_11.VALID_PER, PeppolValidation2025_11.VID_OPENPEPPOL_CREDIT_NOTE_UBL_V3,
            PeppolValidation2026_05.VALID_PER, PeppolValidation2026_05.VID_OPENPEPPOL_CREDIT_NOTE_UBL_V3));
    private final Series xrechnungInvoice =
            Series.of(Map.of(BEGINNING, XRechnungValidation.VID_XRECHNUNG_UBL_INVOICE_302));
    private final Series xrechnungCreditNote =
            Series.of(Map.of(BEGINNING, XRechnungValidation.VID_XRECHNUNG_UBL_CREDITNOTE_302));
    private final Series xrechnungCii = Series.of(Map.of(BEGINNING, XRechnungValidation.VID_XRECHNUNG_CII_302));
    private final Series europeanCii = Series.of(Map.of(BEGINNING, EN16931Validation.VID_CII_1316));
    private final Series facturX = Series.of(Map.of(BEGINNING, ZugferdValidation.VID_ZUGFERD_2_4_EN16931));

    /** The rule sets that a document has to pass, all of them. */
    List<IValidationExecutorSet<IValidationSourceXML>> of(DocumentFormat format, DocumentType type, LocalDate day) {
        boolean credit = type == DocumentType.CREDIT_NOTE;
        return switch (format) {
            case PEPPOL_BIS -> List.of((credit ? peppolCreditNote : peppolInvoice).on(day));
            case XRECHNUNG_UBL -> List.of((credit ? xrechnungCreditNote : xrechnungInvoice).on(day));
            case XRECHNUNG_CII -> List.of(xrechnungCii.on(day));
            // Factur-X carries an older copy of the European rules, so the newest stand beside it.
            case FACTUR_X -> List.of(europeanCii.on(day), facturX.on(day));
        };
    }

    private static ValidationExecutorSetRegistry<IValidationSourceXML> registry() {
        ValidationExecutorSetRegistry<IValidationSourceXML> registry = new ValidationExecutorSetRegistry<>();
        EN16931Validation.initEN16931(registry);
        PeppolValidation2025_11.init(registry);
        PeppolValidation2026_05.init(registry);
        XRechnungValidation.initXRechnung(registry);
        ZugferdValidation.initZugferd(registry);
        return registry;
    }
}
