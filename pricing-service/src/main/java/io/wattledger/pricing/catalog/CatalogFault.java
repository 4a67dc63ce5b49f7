package io.wattledger.pricing.catalog;

/**
 * What is wrong with one member of a catalog.
 *
 * @param pointer JSON pointer to the member
 * @param detail its value, the rule it breaks and what would be right
 */
public record CatalogFault(String pointer, String detail) {}
