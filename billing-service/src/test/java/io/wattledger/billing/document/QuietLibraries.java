package io.wattledger.billing.document;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** The validator writes a line per document and rule set; tests are read better without. */
public final class QuietLibraries implements LauncherSessionListener {

    // Held, because the logging library forgets the level of a logger that nobody holds.
    private static final Logger VALIDATOR = Logger.getLogger("com.helger");

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        VALIDATOR.setLevel(Level.WARNING);
    }
}
