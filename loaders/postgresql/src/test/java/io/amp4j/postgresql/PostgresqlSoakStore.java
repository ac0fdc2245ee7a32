package io.amp4j.postgresql;

import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.testkit.soak.SoakCommand;
import io.amp4j.loader.testkit.soak.SoakStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL of its own for a soak. */
final class PostgresqlSoakStore implements SoakStore {
    /**
     * In one statement, so of one moment: rows whose batch is in no record, blocks of records less rows, records that do not link, and
     * blocks that are there twice.
     */
    private static final String CONTRADICTIONS = "WITH records AS (SELECT *, lag(last_block) OVER w AS before_block,"
            + " lag(last_hash) OVER w AS before_hash FROM amp_stream_state WINDOW w AS (ORDER BY first_block))"
            + " SELECT (SELECT count(*) FROM blocks b WHERE NOT EXISTS (SELECT FROM records r WHERE r.batch_id = b._amp_batch_id)"
            + " AND b.block_num > coalesce((SELECT max(last_block) FROM records WHERE batch_id IS NULL), -1)),"
            + " coalesce((SELECT sum(last_block - first_block + 1) FROM records), 0) - (SELECT count(*) FROM blocks),"
            + " (SELECT count(*) FROM records WHERE before_block + 1 <> first_block OR before_hash <> prev_hash),"
            + " (SELECT count(*) - count(DISTINCT block_num) FROM blocks)";

    private final KillableServer server;

    PostgresqlSoakStore(Path directory) {
        this.server = new KillableServer(directory, Map.of());
    }

    /**
     * The whole soak, by hand: {@code loaders/postgresql/soak}.
     *
     * @param args kills of loaders, kills of servers, seed
     * @throws IOException if there is no place for the server's data
     */
    public static void main(String[] args) throws IOException {
        new SoakCommand(500, 100, PostgresqlSoakStore::new).run(args);
    }

    @Override
    public String uri() {
        return server.uri() + "?takeover-timeout=500ms&connect-timeout=2s";
    }

    @Override
    public void killServer() {
        server.kill();
    }

    @Override
    public void restartServer() {
        server.restart();
    }

    @Override
    public List<Map<String, @Nullable Object>> rows(TableName table, List<Field> columns) {
        String sql = "SELECT * FROM " + PostgresqlDialect.quoted(table.name());
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<Map<String, @Nullable Object>> all = new ArrayList<>();
            while (rows.next()) {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                for (Field column : columns) {
                    row.put(column.getName(), ReadBack.value(rows, rows.findColumn(column.getName()), column));
                }
                all.add(row);
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void checkUnrecovered(TableName table) {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            if (!query(statement, "SELECT to_regclass('" + table.name() + "') IS NOT NULL")
                    .equals(List.of("t"))) {
                return;
            }
            List<String> contradictions = query(statement, CONTRADICTIONS);
            if (!contradictions.equals(List.of("0", "0", "0", "0"))) {
                throw new IllegalStateException(
                        "void rows, missing rows, records that do not link, doubled blocks: " + contradictions);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> query(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                values.add(rows.getString(i));
            }
            return values;
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
