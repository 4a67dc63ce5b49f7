/** The words every service uses for time and for whose usage a figure is. */
@NullMarked
package io.wattledger.contracts.vocabulary;

import org.jspecify.annotations.NullMarked;
