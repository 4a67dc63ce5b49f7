package io.wattledger.billing.focus;

import io.wattledger.contracts.message.ChargeKind;

/** The services of the cloud as FOCUS sorts them; each stands in one category (F14). */
enum FocusService {
    GPU_RENTAL("GPU rental", "Compute", "Virtual Machines"),
    GPU_ENERGY("GPU energy", "Compute", "Other (Compute)"),
    GRID_USE("Grid use", "Compute", "Other (Compute)"),
    ENERGY_LEVIES("Energy levies", "Compute", "Other (Compute)"),
    CERTIFICATES("Certificates of origin", "Compute", "Other (Compute)"),
    FEES("Support and fees", "Management and Governance", "Support"),
    CREDITS("Credits", "Other", "Other (Other)");

    private final String words;
    private final String category;
    private final String subcategory;

    FocusService(String words, String category, String subcategory) {
        this.words = words;
        this.category = category;
        this.subcategory = subcategory;
    }

    static FocusService of(ChargeKind kind) {
        return switch (kind) {
            case GPU_TIME, RESERVATION -> GPU_RENTAL;
            case ENERGY -> GPU_ENERGY;
            case GRID -> GRID_USE;
            case LEVY -> ENERGY_LEVIES;
            case CERTIFICATE -> CERTIFICATES;
            case FEE -> FEES;
            case CREDIT -> CREDITS;
        };
    }

    FocusRow on(FocusRow row) {
        return row.set(FocusColumn.SERVICE_NAME, words)
                .set(FocusColumn.SERVICE_CATEGORY, category)
                .set(FocusColumn.SERVICE_SUBCATEGORY, subcategory);
    }
}
