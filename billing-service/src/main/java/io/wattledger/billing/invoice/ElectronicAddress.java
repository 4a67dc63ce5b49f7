package io.wattledger.billing.invoice;

/**
 * Where a party receives electronic documents (BT-34, BT-49).
 *
 * @param scheme code of the Electronic Address Scheme list, for example {@code 0192}
 * @param id address in that scheme
 */
public record ElectronicAddress(String scheme, String id) {}
