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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Loading logs into Redis, against {@code redis-cli --pipe} that is fed the very bytes which the loader sends over its connection for rows: keys, index,
 * state and transactions. What the loader asks over its other connection is not among them. Arguments: rounds, and the parts to run (hash, hash-by-id,
 * stream, hash-large; by default the first three).
 */
final class RedisBenchmark implements Benchmark {
    private static final int ROWS = 250_000;
    private static final int BATCH = 8_192;
    private static final double WANTED = 0.9;

    /** Keys that tell of the table, made by the opening, which is timed for nobody. */
    private static final int KEYS_OF_THE_TABLE = 2;

    @Override
    public String run(List<String> arguments) throws Exception {
        int rounds = Benchmark.rounds(arguments);
        List<String> parts =
                arguments.size() > 1 ? arguments.subList(1, arguments.size()) : List.of("hash", "hash-by-id", "stream");
        StringBuilder tables = new StringBuilder();
        try (BufferAllocator allocator = new RootAllocator();
                RedisServer server = new RedisServer()) {
            List<VectorSchemaRoot> batches = Logs.batches(allocator, ROWS, BATCH);
            try {
                for (String part : parts) {
                    tables.append(run(part, rounds, server, batches)).append('\n');
                }
            } finally {
                batches.forEach(VectorSchemaRoot::close);
            }
        }
        return tables.toString();
    }

    private static String run(String part, int rounds, RedisServer server, List<VectorSchemaRoot> batches)
            throws Exception {
        String byColumns = "structure=hash&key={table}:{block_num}:{log_index}";
        return switch (part) {
            case "hash" ->
                rounds("a hash a row, keys of columns, 31 units", byColumns, rounds, server, inUnits(batches));
            case "hash-by-id" ->
                rounds("a hash a row, keys of ids, 31 units", "structure=hash", rounds, server, inUnits(batches));
            case "stream" -> rounds("an entry a row, 31 units", "structure=stream", rounds, server, inUnits(batches));
            case "hash-large" ->
                rounds(
                        "a hash a row, keys of columns, one unit in chunks",
                        byColumns,
                        rounds,
                        server,
                        List.of(batches));
            default ->
                throw new IllegalArgumentException("'" + part + "' is no part: hash, hash-by-id, stream, hash-large");
        };
    }

    private static List<List<VectorSchemaRoot>> inUnits(List<VectorSchemaRoot> batches) {
        return batches.stream().map(List::of).toList();
    }

    private static String rounds(
            String title, String settings, int rounds, RedisServer server, List<List<VectorSchemaRoot>> units)
            throws Exception {
        Path directory = Files.createTempDirectory("amp4j-redis");
        try {
            Path commands = record(server, directory, settings, units);
            requireSameWork(server, commands);
            try (Loader loader = Destinations.open(uri(server.port(), settings), Map.of())) {
                LoadSession[] session = new LoadSession[1];
                return Rounds.of("Redis, logs, " + title, ROWS, () -> load(session[0], units))
                        .before(() -> {
                            if (session[0] != null) {
                                session[0].close();
                            }
                            server.command("FLUSHALL");
                            session[0] = loader.open(request());
                        })
                        .against("redis-cli --pipe, the same bytes", WANTED, () -> server.pipe(commands))
                        .run(rounds);
            }
        } finally {
            delete(directory);
        }
    }

    private static String uri(int port, String settings) {
        return "redis://127.0.0.1:" + port + "/0?" + settings;
    }

    private static Path record(RedisServer server, Path directory, String settings, List<List<VectorSchemaRoot>> units)
            throws Exception {
        server.command("FLUSHALL");
        try (Recorder recorder = new Recorder(server.port(), directory)) {
            try (Loader loader = Destinations.open(uri(recorder.port(), settings), Map.of());
                    LoadSession session = loader.open(request())) {
                load(session, units);
            }
            return withoutIntroduction(recorder.longest());
        }
    }

    /** What was recorded leaves behind what the loader did: else one of the two would do less. */
    private static void requireSameWork(RedisServer server, Path commands) throws Exception {
        long ours = keys(server) - KEYS_OF_THE_TABLE;
        server.command("FLUSHALL");
        server.pipe(commands);
        long theirs = keys(server);
        if (ours != theirs) {
            throw new IllegalStateException("the loader leaves " + ours + " keys, redis-cli " + theirs);
        }
    }

    private static long keys(RedisServer server) throws IOException {
        return Long.parseLong(server.command("DBSIZE").substring(1));
    }

    /** The driver introduces itself in ways that older servers answer with an error: what counts begins with the first unit. */
    private static Path withoutIntroduction(Path commands) throws IOException {
        byte[] bytes = Files.readAllBytes(commands);
        byte[] first = "*2\r\n$5\r\nWATCH\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] firstOfTwo = "*3\r\n$5\r\nWATCH\r\n".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i + first.length < bytes.length; i++) {
            int end = i + first.length;
            if (Arrays.equals(bytes, i, end, first, 0, first.length)
                    || Arrays.equals(bytes, i, end, firstOfTwo, 0, first.length)) {
                return Files.write(commands.resolveSibling("commands"), Arrays.copyOfRange(bytes, i, bytes.length));
            }
        }
        throw new IOException("no unit was recorded");
    }

    private static LoadRequest request() {
        return new LoadRequest(
                new TableName(null, "logs"),
                "logs/loads",
                LoadMode.APPEND,
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

    private static void load(LoadSession session, List<List<VectorSchemaRoot>> units) {
        for (int i = 0; i < units.size(); i++) {
            String id = "load " + i;
            BatchId batchId = BatchId.ofLoad(id);
            try (Unit unit = session.begin()) {
                units.get(i).forEach(batch -> unit.write(batchId, null, batch));
                LoadRecord load = new LoadRecord(id, batchId, BATCH, Instant.now());
                unit.commit(new StateChange(List.of(), List.of(), load));
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
