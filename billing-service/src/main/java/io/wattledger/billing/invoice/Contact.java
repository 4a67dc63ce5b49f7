package io.wattledger.billing.invoice;

import org.jspecify.annotations.Nullable;

/**
 * Whom a buyer asks (BG-6).
 *
 * @param name person or desk
 * @param phone telephone number
 * @param email e-mail address
 */
public record Contact(
        @Nullable String name,
        @Nullable String phone,
        @Nullable String email) {}
