/** Tests of the wire form: golden files, schemas and the AsyncAPI page agree with the records. */
@NullMarked
package io.wattledger.contracts;

import org.jspecify.annotations.NullMarked;
