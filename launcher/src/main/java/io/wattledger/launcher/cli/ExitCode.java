package io.wattledger.launcher.cli;

/** How a command ends; docs/cli.md lists them. A number never changes its meaning. */
final class ExitCode {

    /** All is done, or there was nothing to do. */
    static final int DONE = 0;

    /** Something failed that should not. */
    static final int FAILED = 1;

    /** The command line is wrong. */
    static final int USAGE = 2;

    /** Input was refused; nothing was changed by what was refused. */
    static final int INPUT_REFUSED = 3;

    /** Done, but somebody must look: an invoice is held, or events were refused or are in conflict. */
    static final int NEEDS_ATTENTION = 4;

    /** The suite could not be started or did not stay up. */
    static final int SUITE_DOWN = 5;

    /** The books do not balance. */
    static final int BOOKS_BROKEN = 6;

    // 7 is the shell script's: no JDK 25, no Maven, or the build failed.

    private ExitCode() {}
}
