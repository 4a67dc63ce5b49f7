package io.wattledger.billing.flow;

import io.wattledger.billing.flow.RunBook.ItemState;
import io.wattledger.billing.flow.RunBook.Run;
import io.wattledger.billing.flow.RunBook.RunInShort;
import io.wattledger.billing.flow.RunBook.RunPosition;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows how far a run has come. */
@ApplicationScoped
public class ReadInvoiceRun {

    private final TenantScope scope;
    private final RunBook runs;

    ReadInvoiceRun(TenantScope scope, RunBook runs) {
        this.scope = scope;
        this.runs = runs;
    }

    /**
     * A run as it stands.
     *
     * @param run what was asked for
     * @param items what has become of each contract's month, in order
     */
    public record RunState(Run run, List<ItemState> items) {

        /** Copies the items. */
        public RunState {
            items = List.copyOf(items);
        }

        /** Whether every item has its outcome. */
        public boolean finished() {
            return items.stream().allMatch(item -> item.outcome() != null);
        }

        /** Whether every item was computed without effect. */
        public boolean previewed() {
            return items.stream().allMatch(item -> item.preview() != null);
        }

        /** Where the run stands, by a stable name. */
        public String state() {
            return run.state(finished(), previewed());
        }
    }

    /** Runs of all tenants in short, the latest first. */
    public List<RunInShort> list(@Nullable RunPosition before, int most) {
        return scope.asOperator(connection -> runs.list(connection, before, most));
    }

    /** The run of that id; empty where there is none. */
    public Optional<RunState> read(String id) {
        return scope.asOperator(connection -> read(connection, id));
    }

    /** The run of that id as the caller's transaction sees it; items of tenants that it works for. */
    public Optional<RunState> read(Connection connection, String id) throws SQLException {
        Optional<Run> run = runs.find(connection, id);
        return run.isEmpty() ? Optional.empty() : Optional.of(new RunState(run.get(), runs.items(connection, id)));
    }
}
