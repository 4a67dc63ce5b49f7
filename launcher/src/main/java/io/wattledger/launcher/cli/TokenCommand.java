package io.wattledger.launcher.cli;

import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.suite.TokenIssuer;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Issues a token for development. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = "Prints a development token. In production an identity provider issues tokens.")
final class TokenCommand implements Callable<Integer> {

    /** Roles of docs/architecture.md. */
    enum Role {
        /** Administers the suite. */
        operator,
        /** Reports usage of a tenant. */
        collector,
        /** Reads what belongs to a tenant. */
        tenant,
        /** Reads everything. */
        auditor;

        boolean needsTenant() {
            return this == collector || this == tenant;
        }
    }

    @Mixin
    private Shared shared = new Shared();

    @Parameters(index = "0", paramLabel = "ROLE", description = "One of ${COMPLETION-CANDIDATES}.")
    private Role role = Role.auditor;

    @Parameters(index = "1", arity = "0..1", paramLabel = "TENANT", description = "For collector and tenant.")
    private @Nullable String tenant;

    @Option(names = "--minutes", paramLabel = "N", description = "How long it holds. Default: 60.")
    private int minutes = 60;

    @Override
    public Integer call() {
        if (role.needsTenant() && tenant == null) {
            throw InputFault.ofCommandLine(
                    "token: the role " + role + " needs a tenant: ./wattledger token " + role + " TENANT");
        }
        if (!role.needsTenant() && tenant != null) {
            throw InputFault.ofCommandLine("token: the role " + role + " sees all tenants; leave '" + tenant + "' out");
        }
        if ("-".equals(tenant)) {
            throw InputFault.ofCommandLine("token: '-' is no tenant; who reports for all tenants is an operator");
        }
        if (minutes < 1) {
            throw InputFault.ofCommandLine("--minutes: " + minutes + " is below 1");
        }
        String token = TokenIssuer.in(shared.layout().data()).token(role.name(), tenant, minutes);
        if (shared.asJson()) {
            Shared.printJson(Map.of("token", token));
        } else {
            Shared.out().println(token);
        }
        return ExitCode.DONE;
    }
}
