/** Slurm's job accounting: what {@code sacct} prints, read as starts and stops of GPU allocations. */
@NullMarked
package io.wattledger.launcher.slurm;

import org.jspecify.annotations.NullMarked;
