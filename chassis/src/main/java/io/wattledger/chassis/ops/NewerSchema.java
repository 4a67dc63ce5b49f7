package io.wattledger.chassis.ops;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Keeps a service from starting on a database that a newer version of it has migrated, before anything is done there. Flyway itself
 * passes over migrations that it does not know: the older version would go on writing rows without what the newer one keeps
 * beside them.
 */
@Singleton
public final class NewerSchema implements FlywayConfigurationCustomizer {

    private static final Set<MigrationState> UNKNOWN =
            Set.of(MigrationState.FUTURE_SUCCESS, MigrationState.FUTURE_FAILED);

    private final String service;

    NewerSchema(ServiceConfig config) {
        this.service = config.service();
    }

    @Override
    public void customize(FluentConfiguration configuration) {
        refuseIn(configuration, service);
    }

    /**
     * Has Flyway ask before it does anything.
     *
     * @param service whose database it is, for the message
     */
    public static void refuseIn(FluentConfiguration configuration, String service) {
        List<Callback> callbacks = new ArrayList<>(Arrays.asList(configuration.getCallbacks()));
        callbacks.add(new Asking(service));
        configuration.callbacks(callbacks.toArray(Callback[]::new));
    }

    private static final class Asking extends BaseCallback {
        private final String service;

        Asking(String service) {
            this.service = service;
        }

        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.BEFORE_VALIDATE || event == Event.BEFORE_MIGRATE;
        }

        @Override
        public void handle(Event event, Context context) {
            MigrationInfo[] all = Flyway.configure(context.getConfiguration().getClassLoader())
                    .configuration(context.getConfiguration())
                    .load()
                    .info()
                    .all();
            List<String> unknown = Arrays.stream(all)
                    .filter(one -> UNKNOWN.contains(one.getState()))
                    .map(one -> "V" + one.getVersion() + " (" + one.getDescription() + ")")
                    .toList();
            if (!unknown.isEmpty()) {
                throw new CannotStart(
                        "the database of " + service + " was migrated by a newer version of Wattledger: this one"
                                + " does not know " + String.join(", ", unknown)
                                + ". Nothing was changed. Start the newer version,"
                                + " or restore the backup from before the upgrade (docs/upgrade.md)");
            }
        }
    }
}
