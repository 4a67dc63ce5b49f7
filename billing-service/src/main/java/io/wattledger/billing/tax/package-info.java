/** How a service is taxed, decided by dated tables of rules and rates, and what must hold of a treatment that is stated. */
@NullMarked
package io.wattledger.billing.tax;

import org.jspecify.annotations.NullMarked;
