/** Tests of what the store decides by itself; its statements are tested at the doors. */
package io.wattledger.metering.store;
