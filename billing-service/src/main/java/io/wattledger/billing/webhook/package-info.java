/** What receivers are told when something happens to an invoice, how it is signed, when it is sent again, and where it may go. */
@NullMarked
package io.wattledger.billing.webhook;

import org.jspecify.annotations.NullMarked;
