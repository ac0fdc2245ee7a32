package io.amp4j.benchmarks;

import io.amp4j.client.ArrowStreamOutput;
import io.amp4j.client.BatchId;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRecord;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.spi.Unit;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Loading logs into ClickHouse, against {@code curl} that posts the same columns from a prepared file, and against the server's own reading of that
 * file. Arguments: rounds, and the address of a server ({@code 127.0.0.1:8123}) that may read the file; unless given, one is started.
 */
final class ClickHouseBenchmark implements Benchmark {
    private static final int ROWS = 1_000_000;
    private static final int BATCH = 16_384;
    private static final BatchId ID = BatchId.ofLoad("benchmark");

    @Override
    public String run(List<String> arguments) throws Exception {
        if (arguments.size() > 1) {
            return run(Benchmark.rounds(arguments), arguments.get(1));
        }
        try (ClickHouseServe server = new ClickHouseServe()) {
            return run(Benchmark.rounds(arguments), server.address());
        }
    }

    private static String run(int rounds, String address) throws Exception {
        Path file = Files.createTempFile("amp4j-logs", ".arrows");
        try (BufferAllocator allocator = new RootAllocator()) {
            List<VectorSchemaRoot> batches = Logs.batches(allocator, ROWS, BATCH);
            try (Loader loader = Destinations.open("clickhouse://" + address + "/default", Map.of());
                    LoadSession ours = loader.open(request("amp4j_logs"))) {
                // The rivals' table is made the same way, and then left to them.
                loader.open(request("curl_logs")).close();
                prepare(file, batches, allocator);
                return Rounds.of("ClickHouse, logs", ROWS, () -> load(address, ours, batches))
                        .against("curl, the same bytes", 0.95, () -> curl(address, file))
                        .against("the server's own file()", 0, () -> serverFile(address, file))
                        .run(rounds);
            } finally {
                batches.forEach(VectorSchemaRoot::close);
                Files.delete(file);
            }
        }
    }

    private static LoadRequest request(String table) {
        return new LoadRequest(
                new TableName(null, table),
                table,
                LoadMode.APPEND,
                Logs.schema(),
                null,
                null,
                "query",
                "schema",
                List.of(),
                LoadRequest.TablePolicy.CREATE_IF_MISSING,
                LoadRequest.MetadataColumns.BATCH_ID,
                LoadRequest.ResumePolicy.START_OVER);
    }

    private static void load(String address, LoadSession session, List<VectorSchemaRoot> batches) throws Exception {
        statement(address, "TRUNCATE TABLE amp4j_logs");
        try (Unit unit = session.begin()) {
            batches.forEach(batch -> unit.write(ID, null, batch));
            LoadRecord load = new LoadRecord(Instant.now().toString(), ID, ROWS, Instant.now());
            unit.commit(new StateChange(List.of(), List.of(), load));
        }
    }

    private static void curl(String address, Path file) throws Exception {
        statement(address, "TRUNCATE TABLE curl_logs");
        String insert = URLEncoder.encode("INSERT INTO curl_logs FORMAT ArrowStream", StandardCharsets.UTF_8);
        Process curl = new ProcessBuilder(
                        "curl",
                        "-sS",
                        "--fail-with-body",
                        "-X",
                        "POST",
                        "-H",
                        "Expect:",
                        "-T",
                        "-",
                        "http://" + address + "/?async_insert=0&query=" + insert)
                .inheritIO()
                // Of a file that it is given by name, curl appends the name to the URL.
                .redirectInput(file.toFile())
                .start();
        if (curl.waitFor() != 0) {
            throw new IOException("curl failed");
        }
    }

    private static void serverFile(String address, Path file) throws Exception {
        statement(address, "TRUNCATE TABLE curl_logs");
        statement(address, "INSERT INTO curl_logs SELECT * FROM file('" + file + "', 'ArrowStream')");
    }

    private static void statement(String address, String sql) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + "/"))
                .POST(HttpRequest.BodyPublishers.ofString(sql))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(answer.body());
        }
    }

    /** The batches as the table has them: with the columns that mark the rows. */
    private static void prepare(Path file, List<VectorSchemaRoot> batches, BufferAllocator allocator)
            throws IOException {
        ArrowStreamOutput output = null;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (VectorSchemaRoot batch : batches) {
                try (FixedSizeBinaryVector ids = ids(batch.getRowCount(), allocator);
                        VarCharVector attempts = attempts(batch.getRowCount(), allocator)) {
                    List<FieldVector> columns = new ArrayList<>(batch.getFieldVectors());
                    columns.add(ids);
                    columns.add(attempts);
                    VectorSchemaRoot marked = new VectorSchemaRoot(columns);
                    output = output == null ? new ArrowStreamOutput(out, marked.getSchema()) : output;
                    output.write(marked);
                }
            }
            if (output != null) {
                output.close();
            }
        }
    }

    private static FixedSizeBinaryVector ids(int rows, BufferAllocator allocator) {
        FixedSizeBinaryVector ids = new FixedSizeBinaryVector(
                Field.notNullable(MarkerColumns.BATCH_ID, new ArrowType.FixedSizeBinary(16)), allocator);
        byte[] id = ID.value().getBytes(StandardCharsets.US_ASCII);
        ids.allocateNew(rows);
        for (int i = 0; i < rows; i++) {
            ids.set(i, id);
        }
        ids.setValueCount(rows);
        return ids;
    }

    private static VarCharVector attempts(int rows, BufferAllocator allocator) {
        VarCharVector attempts =
                new VarCharVector(Field.notNullable(MarkerColumns.ATTEMPT, ArrowType.Utf8.INSTANCE), allocator);
        byte[] attempt = "019aaf0c8f61a1b2c3d4e5f6".getBytes(StandardCharsets.US_ASCII);
        attempts.allocateNew((long) rows * attempt.length, rows);
        for (int i = 0; i < rows; i++) {
            attempts.set(i, attempt);
        }
        attempts.setValueCount(rows);
        return attempts;
    }
}
