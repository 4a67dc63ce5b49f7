/** The door outwards: brings what the flow has decided to send to those who are to have it. */
@NullMarked
package io.wattledger.billing.send;

import org.jspecify.annotations.NullMarked;
