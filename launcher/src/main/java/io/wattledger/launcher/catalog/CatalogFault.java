package io.wattledger.launcher.catalog;

/**
 * One thing that is wrong with a catalog.
 *
 * @param pointer JSON pointer to it
 * @param detail what is wrong and what to do
 */
record CatalogFault(String pointer, String detail) {}
