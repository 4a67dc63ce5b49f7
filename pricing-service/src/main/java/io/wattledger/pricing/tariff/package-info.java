/** What a tenant agreed to pay: tariffs, their dated versions and the components of a version, one file each. */
@NullMarked
package io.wattledger.pricing.tariff;

import org.jspecify.annotations.NullMarked;
