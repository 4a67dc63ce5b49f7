/** Makes stretches of usage of what is told in pieces: starts and stops, and heartbeats, in whatever order they come. */
@NullMarked
package io.wattledger.metering.allocation;

import org.jspecify.annotations.NullMarked;
