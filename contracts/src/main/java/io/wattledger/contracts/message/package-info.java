/** What the services tell each other: each message states what is, with a revision, never what changed. */
@NullMarked
package io.wattledger.contracts.message;

import org.jspecify.annotations.NullMarked;
