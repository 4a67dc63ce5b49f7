/** The one form of answers: problems, headers, who is calling. */
@NullMarked
package io.wattledger.chassis.http;

import org.jspecify.annotations.NullMarked;
