package io.amp4j.postgresql.soak;

import io.amp4j.client.AmpClient;
import io.amp4j.client.Batch;
import io.amp4j.client.BatchStream;
import io.amp4j.devnet.Devnet;
import io.amp4j.loader.testkit.CanonicalRows;
import io.amp4j.postgresql.KillableServer;
import io.amp4j.postgresql.ReadBack;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Compares the table with its state, at any moment, and with the canonical chain, while that stands still. */
final class CanonicalCheck {
    private static final Duration PAUSE = Duration.ofMillis(50);

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

    private final Devnet devnet;
    private final KillableServer server;
    private final String table;

    CanonicalCheck(Devnet devnet, KillableServer server, String table) {
        this.devnet = devnet;
        this.server = server;
        this.table = table;
    }

    /** That each row's batch is in the state, each batch in the state has rows, records link, and no block is there twice. */
    void rowsAreThoseOfTheState() {
        if (!number("SELECT count(*) FROM pg_tables WHERE tablename = '" + table + "'")
                .equals("1")) {
            return;
        }
        List<String> contradictions = numbers(CONTRADICTIONS, 4);
        if (!contradictions.equals(List.of("0", "0", "0", "0"))) {
            throw new IllegalStateException(
                    "void rows, missing rows, records that do not link, doubled blocks: " + contradictions);
        }
    }

    /** Waits until something more is committed. */
    void awaitProgress(Duration patience) {
        String before = seq();
        await(patience, "a commit", () -> !seq().equals(before));
    }

    private String seq() {
        return number("SELECT seq FROM amp_stream");
    }

    /** Waits until the table is the canonical chain, row by row. */
    void awaitCanonical(Duration patience) {
        await(
                patience,
                "the canonical chain",
                () -> number("SELECT max(block_num) FROM blocks").equals(String.valueOf(devnet.head()))
                        && rows().equals(canonical()));
        rowsAreThoseOfTheState();
    }

    String summary() {
        return number("SELECT 'block ' || max(block_num) || ', ' || count(*) || ' rows, ' FROM blocks")
                + number("SELECT seq || ' commits, epoch ' || epoch FROM amp_stream");
    }

    /** A batch query while the chain stands still: the server's own answer to what is on it. */
    private List<Map<String, @Nullable Object>> canonical() {
        try (AmpClient client = AmpClient.connect(devnet.url());
                BatchStream batches =
                        client.sql("SELECT * FROM eth_rpc." + table).batches()) {
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
                rows.addAll(CanonicalRows.of(batch.root()));
            }
            rows.sort(Comparator.comparing(row -> (BigInteger) row.get("block_num")));
            return rows;
        }
    }

    private List<Field> fields() {
        try (AmpClient client = AmpClient.connect(devnet.url())) {
            return client.sql("SELECT * FROM eth_rpc." + table).schema().getFields();
        }
    }

    private List<Map<String, @Nullable Object>> rows() {
        List<Field> fields = fields();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM " + table + " ORDER BY block_num")) {
            List<Map<String, @Nullable Object>> all = new ArrayList<>();
            while (rows.next()) {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                for (Field field : fields) {
                    row.put(field.getName(), ReadBack.value(rows, rows.findColumn(field.getName()), field));
                }
                all.add(row);
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String number(String sql) {
        return numbers(sql, 1).get(0);
    }

    private List<String> numbers(String sql, int columns) {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            rows.next();
            for (int i = 1; i <= columns; i++) {
                values.add(String.valueOf(rows.getString(i)));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(Duration patience, String what, Condition condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("waited " + patience + " for " + what);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** What is waited for. */
    private interface Condition {
        boolean holds();
    }
}
