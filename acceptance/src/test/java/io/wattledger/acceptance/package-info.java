/** The whole suite, started and judged as a user would. */
@NullMarked
package io.wattledger.acceptance;

import org.jspecify.annotations.NullMarked;
