package io.wattledger.billing.document;

/**
 * One rule that an invoice breaks.
 *
 * @param rule id as its publisher names it, for example {@code BR-CO-15} or {@code PEPPOL-EN16931-R003}; {@code X-…} is
 *     one of our own, {@code XSD} means that the document has not even the right shape
 * @param severity how grave
 * @param text what the rule wants, in English
 * @param location XPath into the document or the name of the business term; empty where none is known
 */
public record Violation(String rule, Severity severity, String text, String location) {}
