package io.wattledger.pricing.catalog;

/**
 * A rule that a written catalog breaks.
 *
 * @param rule which
 * @param pointer JSON pointer (RFC 6901) of the member
 * @param detail what is wrong, with the value and the rule
 */
public record CatalogFault(CatalogRule rule, String pointer, String detail) {}
