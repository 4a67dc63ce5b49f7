/** The names of the topics over which usage flows one way, with the one JSON form of their messages. */
@NullMarked
package io.wattledger.contracts;

import org.jspecify.annotations.NullMarked;
