package io.wattledger.launcher.suite;

import java.nio.file.Path;

/**
 * Where things lie.
 *
 * @param root the project, where the jars were built
 * @param data what is kept between runs: databases, topics, keys, logs
 */
public record Layout(Path root, Path data) {

    /** Makes both absolute. */
    public Layout {
        root = root.toAbsolutePath().normalize();
        data = data.toAbsolutePath().normalize();
    }

    Path logs() {
        return data.resolve("logs");
    }

    Path state() {
        return data.resolve("suite.json");
    }

    Path launcherJars() {
        return root.resolve("launcher/target/lib");
    }

    Path serviceJar(String service) {
        return root.resolve(service + "-service/target/quarkus-app/quarkus-run.jar");
    }
}
