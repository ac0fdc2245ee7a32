package io.amp4j.benchmarks;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.spi.Unit;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A reorg of the last ten blocks of a hundred rows each: deletion, replacement and state, in a table of some size. */
final class PostgresqlReorgs implements AutoCloseable {
    private static final int BLOCKS = 10;
    private static final int ROWS_A_BLOCK = 100;

    private final PostgresqlServer server;
    private final String table;
    private final Loader loader;
    private final LoadSession session;
    private final VectorSchemaRoot rows;
    private List<StreamRecord> newest = List.of();
    private int fork;

    PostgresqlReorgs(PostgresqlServer server, String table, int size, VectorSchemaRoot rows) throws Exception {
        this.server = server;
        this.table = table;
        this.rows = rows;
        this.loader = Destinations.open(server.uri(), Map.of());
        this.session = loader.open(request(table));
        reorganise();
        server.execute(
                "INSERT INTO " + table
                        + " SELECT b._block_num, b.block_hash, b.block_num, b.timestamp, b.tx_hash, b.tx_index,"
                        + " b.log_index, b.address, b.topic0, b.topic1, b.topic2, b.topic3, b.data,"
                        + " substr(md5((i / " + ROWS_A_BLOCK + ")::text), 1, 16)"
                        + " FROM generate_series(1, " + size + ") AS i, (SELECT * FROM " + table + " LIMIT 1) AS b",
                "VACUUM ANALYZE " + table,
                "CHECKPOINT");
        reorganise();
    }

    private static LoadRequest request(String table) {
        return new LoadRequest(
                new TableName(null, table),
                table,
                LoadMode.STREAM,
                Logs.schema(),
                null,
                null,
                "query",
                "schema",
                List.of(),
                LoadRequest.TablePolicy.CREATE_IF_MISSING,
                LoadRequest.MetadataColumns.BATCH_ID,
                LoadRequest.ResumePolicy.RESUME);
    }

    /** Voids the newest ten blocks and writes ten others. */
    void reorganise() {
        fork++;
        List<BlockRange> ranges = new ArrayList<>();
        for (int block = 0; block < BLOCKS; block++) {
            ranges.add(new BlockRange(
                    "benchmark", block, block, "0x" + fork + "/" + block, "0x" + fork + "/" + (block - 1)));
        }
        try (Unit unit = session.begin()) {
            if (!newest.isEmpty()) {
                unit.delete(newest);
            }
            for (BlockRange range : ranges) {
                unit.write(BatchId.of(range), range, rows);
            }
            Instant now = Instant.now();
            List<StreamRecord> added = ranges.stream()
                    .map(range -> new StreamRecord(BatchId.of(range), range, now, null))
                    .toList();
            newest = unit.commit(new StateChange(newest, added, null));
        }
    }

    /** How the server deletes the rows of the newest blocks. */
    String plan() throws SQLException {
        String ids = newest.stream().map(record -> "'" + record.id() + "'").collect(Collectors.joining(", "));
        StringBuilder plan = new StringBuilder();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL enable_seqscan = off");
            try (ResultSet lines = statement.executeQuery("EXPLAIN (ANALYZE, COSTS OFF, BUFFERS OFF) DELETE FROM "
                    + table + " WHERE _amp_batch_id = ANY (ARRAY[" + ids + "])")) {
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
            }
            connection.rollback();
        }
        return plan.toString();
    }

    @Override
    public void close() {
        session.close();
        loader.close();
    }
}
