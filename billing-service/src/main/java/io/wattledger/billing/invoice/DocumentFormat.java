package io.wattledger.billing.invoice;

import java.util.List;

/** The electronic documents that a buyer can be sent beside JSON, CSV and the PDF for people. */
public enum DocumentFormat {
    /** UBL by Peppol BIS Billing 3.0, in Norway EHF Billing 3.0. */
    PEPPOL_BIS,
    /** UBL by XRechnung 3.0. */
    XRECHNUNG_UBL,
    /** CII by XRechnung 3.0. */
    XRECHNUNG_CII,
    /** CII by Factur-X EN 16931 (ZUGFeRD), inside the PDF. */
    FACTUR_X;

    /**
     * What a buyer gets whose account says nothing: XRechnung for German authorities (E-Rechnungsverordnung, section 4),
     * Factur-X for German and French enterprises and French authorities (Chorus Pro takes it) and for consumers, who read the
     * PDF, Peppol BIS for all others.
     *
     * @param country ISO 3166-1 alpha-2 code of the buyer
     */
    public static List<DocumentFormat> usual(String country, BuyerKind kind) {
        if (kind == BuyerKind.CONSUMER) {
            return List.of(FACTUR_X);
        }
        return switch (country) {
            case "DE" -> List.of(kind == BuyerKind.PUBLIC ? XRECHNUNG_UBL : FACTUR_X);
            case "FR" -> List.of(FACTUR_X);
            default -> List.of(PEPPOL_BIS);
        };
    }
}
