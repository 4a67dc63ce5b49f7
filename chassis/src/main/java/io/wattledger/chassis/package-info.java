/** What every service stands on. */
@NullMarked
package io.wattledger.chassis;

import org.jspecify.annotations.NullMarked;
