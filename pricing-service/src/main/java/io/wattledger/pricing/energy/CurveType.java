package io.wattledger.pricing.energy;

/** How the points of a published period are to be read (IEC 62325-451-3). */
public enum CurveType {
    /** Every slot has its own point; one that is absent is a hole. */
    A01,
    /** A point that is absent repeats the one before it, up to the end of its period. */
    A03
}
