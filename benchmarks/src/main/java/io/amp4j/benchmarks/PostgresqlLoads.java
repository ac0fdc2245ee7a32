package io.amp4j.benchmarks;

import io.amp4j.client.BatchId;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRecord;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.spi.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Loads one shape of rows, from Arrow in memory to the commit with its state, against {@code psql \copy} of prepared files with the same rows
 * and columns into a table of the same shape and index.
 */
final class PostgresqlLoads implements AutoCloseable {
    private final PostgresqlServer server;
    private final String shape;
    private final List<VectorSchemaRoot> batches;
    private final Loader loader;
    private final LoadSession session;
    private final Path directory;

    PostgresqlLoads(PostgresqlServer server, String shape, Schema schema, List<VectorSchemaRoot> batches)
            throws Exception {
        this.server = server;
        this.shape = shape;
        this.batches = batches;
        this.loader = Destinations.open(server.uri(), Map.of());
        this.session = loader.open(request(shape, schema));
        this.directory = Files.createTempDirectory("amp4j-postgresql");
        prepare();
    }

    static LoadRequest request(String table, Schema schema) {
        return new LoadRequest(
                new TableName(null, table),
                table,
                LoadMode.APPEND,
                schema,
                null,
                null,
                "query",
                "schema",
                List.of(),
                LoadRequest.TablePolicy.CREATE_IF_MISSING,
                LoadRequest.MetadataColumns.BATCH_ID,
                LoadRequest.ResumePolicy.RESUME);
    }

    /** Writes the files by way of a table that was loaded once: the same rows in the same order. */
    private void prepare() throws Exception {
        one();
        server.execute("CREATE TABLE theirs_" + shape + " (LIKE " + shape + " INCLUDING INDEXES)");
        server.psql("\\copy (SELECT * FROM " + shape + " ORDER BY ctid) TO '" + whole() + "' (FORMAT binary)");
        long half = (long) rows(batches.subList(0, batches.size() / 2));
        server.psql("\\copy (SELECT * FROM " + shape + " ORDER BY ctid LIMIT " + half + ") TO '" + half(0)
                + "' (FORMAT binary)");
        server.psql("\\copy (SELECT * FROM " + shape + " ORDER BY ctid OFFSET " + half + ") TO '" + half(1)
                + "' (FORMAT binary)");
    }

    private Path whole() {
        return directory.resolve("whole.copy");
    }

    private Path half(int which) {
        return directory.resolve("half" + which + ".copy");
    }

    private static int rows(List<VectorSchemaRoot> some) {
        return some.stream().mapToInt(VectorSchemaRoot::getRowCount).sum();
    }

    String oneConnection(int rounds) throws Exception {
        return Rounds.of("PostgreSQL, " + shape + ", one connection", rows(batches), this::one)
                .against("psql \\copy, binary", 0.95, this::onePsql)
                .run(rounds);
    }

    String twoConnections(int rounds) throws Exception {
        return Rounds.of("PostgreSQL, " + shape + ", two connections", rows(batches), this::two)
                .against("two psql \\copy, binary", 0, this::twoPsqls)
                .run(rounds);
    }

    private void one() throws Exception {
        server.execute("TRUNCATE " + shape);
        load(batches, "one");
    }

    private void two() throws Exception {
        server.execute("TRUNCATE " + shape);
        int half = batches.size() / 2;
        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> load(batches.subList(0, half), "first"));
        load(batches.subList(half, batches.size()), "second");
        first.get();
    }

    private void load(List<VectorSchemaRoot> some, String name) {
        try (Unit unit = session.begin()) {
            for (VectorSchemaRoot batch : some) {
                unit.write(BatchId.ofLoad(name + System.identityHashCode(batch)), null, batch);
            }
            String id = name + Instant.now();
            unit.commit(new StateChange(
                    List.of(), List.of(), new LoadRecord(id, BatchId.ofLoad(id), rows(some), Instant.now())));
        }
    }

    private void onePsql() throws Exception {
        server.execute("TRUNCATE theirs_" + shape);
        server.psql(copy(whole()));
    }

    private void twoPsqls() throws Exception {
        server.execute("TRUNCATE theirs_" + shape);
        List<Process> running = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            running.add(server.startPsql(copy(half(i))));
        }
        for (Process process : running) {
            if (process.waitFor() != 0) {
                throw new IOException("psql failed");
            }
        }
    }

    private String copy(Path file) {
        return "\\copy theirs_" + shape + " FROM '" + file + "' (FORMAT binary)";
    }

    @Override
    public void close() throws IOException, SQLException {
        session.close();
        loader.close();
        server.execute("DROP TABLE " + shape + ", theirs_" + shape);
        for (Path file : List.of(whole(), half(0), half(1))) {
            Files.deleteIfExists(file);
        }
        Files.delete(directory);
    }
}
