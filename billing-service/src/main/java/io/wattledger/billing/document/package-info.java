/** Writes an issued invoice as JSON, PDF, UBL, CSV and FOCUS rows, and says by rule what is wrong with one. */
@NullMarked
package io.wattledger.billing.document;

import org.jspecify.annotations.NullMarked;
