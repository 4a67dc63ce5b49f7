/** Who bills and who is billed: legal entities and accounts, with the checks that catch a mistyped number. */
@NullMarked
package io.wattledger.billing.account;

import org.jspecify.annotations.NullMarked;
