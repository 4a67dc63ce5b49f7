package io.wattledger.chassis.http;

/**
 * What is wrong with one member of a request.
 *
 * @param pointer JSON pointer (RFC 6901) into the body, or the name of a parameter or header
 * @param detail the value, the rule it breaks and what would be right
 */
public record FieldError(String pointer, String detail) {}
