package io.wattledger.pricing.store;

import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.evidence.WrittenInput;
import io.wattledger.pricing.flow.EvidenceBook;
import io.wattledger.pricing.flow.RatedDays;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Keeps inputs in PostgreSQL by the hash of their content, each once. */
@ApplicationScoped
public class PostgresEvidenceBook implements EvidenceBook {

    private static final Comparator<WrittenInput> ORDER =
            Comparator.comparing(WrittenInput::owner).thenComparing(WrittenInput::sha256);

    private static final String KNOWN = """
            SELECT i.number FROM unnest(?::text[], ?::text[]) WITH ORDINALITY AS i (tenant_id, sha256, number)
            JOIN rating_input USING (tenant_id, sha256)
            """;

    /** In order of the key, so that two transactions that add the same inputs never wait for each other in a circle. */
    private static final String ADD_INPUTS = """
            INSERT INTO rating_input (tenant_id, sha256, content)
            SELECT * FROM unnest(?::text[], ?::text[], ?::bytea[]) AS i (tenant_id, sha256, content) ORDER BY 1, 2
            ON CONFLICT DO NOTHING
            """;

    private static final String ADD_BASES = """
            INSERT INTO rating_basis (tenant_id, project, site, sku, period_start, revision, sha256)
            SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::bigint[], ?::text[])
            """;

    private static final String BASES = """
            SELECT r.number, b.sha256
            FROM unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::bigint[])
                WITH ORDINALITY AS r (project, site, sku, period_start, revision, number)
            JOIN rating_basis b USING (project, site, sku, period_start, revision)
            WHERE b.tenant_id = ?
            """;

    private static final String CONTENTS =
            "SELECT sha256, content FROM rating_input WHERE tenant_id IN (?, '-') AND sha256 = ANY (?::text[])";

    @Override
    public void keep(Connection connection, Collection<RatedDays.Entry> entries) throws SQLException {
        SortedSet<WrittenInput> inputs = new TreeSet<>(ORDER);
        List<RatedUsage> records = new ArrayList<>();
        List<String> bases = new ArrayList<>();
        for (RatedDays.Entry entry : entries) {
            if (entry.basis() != null) {
                inputs.addAll(entry.basis().inputs());
                records.add(entry.message());
                bases.add(entry.basis().sha256());
            }
        }
        if (records.isEmpty()) {
            return;
        }
        addInputs(connection, unknown(connection, List.copyOf(inputs)));
        try (PreparedStatement insert = connection.prepareStatement(ADD_BASES)) {
            insert.setArray(1, Columns.texts(connection, records, RatedUsage::tenant));
            insert.setArray(2, Columns.texts(connection, records, RatedUsage::project));
            insert.setArray(3, Columns.texts(connection, records, RatedUsage::site));
            insert.setArray(4, Columns.texts(connection, records, RatedUsage::sku));
            insert.setArray(5, Columns.instants(connection, records, RatedUsage::periodStart));
            insert.setArray(6, Columns.longs(connection, records, RatedUsage::revision));
            insert.setArray(7, Columns.texts(connection, bases, hash -> hash));
            insert.executeUpdate();
        }
    }

    /** Most inputs are known, since what many records share is kept once; their content is not sent again. */
    private static List<WrittenInput> unknown(Connection connection, List<WrittenInput> inputs) throws SQLException {
        boolean[] known = new boolean[inputs.size()];
        try (PreparedStatement select = connection.prepareStatement(KNOWN)) {
            select.setArray(1, Columns.texts(connection, inputs, WrittenInput::owner));
            select.setArray(2, Columns.texts(connection, inputs, WrittenInput::sha256));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    known[row.getInt(1) - 1] = true;
                }
            }
        }
        List<WrittenInput> unknown = new ArrayList<>();
        for (int place = 0; place < known.length; place++) {
            if (!known[place]) {
                unknown.add(inputs.get(place));
            }
        }
        return unknown;
    }

    private static void addInputs(Connection connection, List<WrittenInput> inputs) throws SQLException {
        if (inputs.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(ADD_INPUTS)) {
            insert.setArray(1, Columns.texts(connection, inputs, WrittenInput::owner));
            insert.setArray(2, Columns.texts(connection, inputs, WrittenInput::sha256));
            insert.setArray(
                    3,
                    connection.createArrayOf(
                            "bytea", inputs.stream().map(WrittenInput::content).toArray(byte[][]::new)));
            insert.executeUpdate();
        }
    }

    @Override
    public Map<RecordRevision, String> bases(Connection connection, String tenant, Collection<RecordRevision> records)
            throws SQLException {
        List<RecordRevision> asked = List.copyOf(records);
        Map<RecordRevision, String> bases = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(BASES)) {
            select.setArray(1, Columns.texts(connection, asked, RecordRevision::project));
            select.setArray(2, Columns.texts(connection, asked, RecordRevision::site));
            select.setArray(3, Columns.texts(connection, asked, RecordRevision::sku));
            select.setArray(4, Columns.instants(connection, asked, RecordRevision::periodStart));
            select.setArray(5, Columns.longs(connection, asked, RecordRevision::revision));
            select.setString(6, tenant);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    bases.put(asked.get(row.getInt(1) - 1), row.getString(2));
                }
            }
        }
        return bases;
    }

    @Override
    public Map<String, byte[]> contents(Connection connection, String tenant, Collection<String> hashes)
            throws SQLException {
        Map<String, byte[]> contents = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(CONTENTS)) {
            select.setString(1, tenant);
            select.setArray(2, Columns.texts(connection, hashes, hash -> hash));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    contents.put(row.getString(1), row.getBytes(2));
                }
            }
        }
        return contents;
    }
}
