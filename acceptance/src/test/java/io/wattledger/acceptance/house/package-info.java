/** Holds pages, container files and habits to what is really there. */
@NullMarked
package io.wattledger.acceptance.house;

import org.jspecify.annotations.NullMarked;
