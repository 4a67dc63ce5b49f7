/** The running suite on this machine: its processes, its tokens and the HTTP surfaces of its services. */
@NullMarked
package io.wattledger.launcher.suite;

import org.jspecify.annotations.NullMarked;
