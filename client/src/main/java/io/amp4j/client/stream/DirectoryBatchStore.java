package io.amp4j.client.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/** One Arrow IPC stream for each batch, named by its transaction; what it is stands in the metadata of its schema. */
final class DirectoryBatchStore implements BatchStore {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ID = "amp.batch-id";
    private static final String RANGE = "amp.range";
    private static final String SUFFIX = ".arrow";
    private static final int DIGITS = 19;
    private static final int START = 2 * Integer.BYTES;
    private static final Pattern NAME = Pattern.compile("[0-9]{" + DIGITS + "}\\" + SUFFIX);

    private final Path directory;

    DirectoryBatchStore(Path directory) {
        this.directory = directory;
    }

    @Override
    public synchronized void append(StoredBatch batch, VectorSchemaRoot rows) {
        Path file = file(batch.transaction());
        Schema marked = mark(rows.getSchema(), batch);
        try {
            DurableFiles.replace(file, channel -> StoredRows.write(Channels.newOutputStream(channel), marked, rows));
        } catch (IOException e) {
            throw DurableFiles.failed("writing", file, e);
        }
    }

    private Path file(long transaction) {
        return directory.resolve(String.format(Locale.ROOT, "%0" + DIGITS + "d", transaction) + SUFFIX);
    }

    private static Schema mark(Schema schema, StoredBatch batch) {
        Map<String, String> metadata = new HashMap<>();
        if (schema.getCustomMetadata() != null) {
            metadata.putAll(schema.getCustomMetadata());
        }
        metadata.put(ID, batch.id().value());
        metadata.put(RANGE, RecordJson.range(batch.range()).toString());
        return new Schema(schema.getFields(), metadata);
    }

    private static Schema unmark(Schema schema) {
        Map<String, String> metadata = new HashMap<>(schema.getCustomMetadata());
        metadata.remove(ID);
        metadata.remove(RANGE);
        return new Schema(schema.getFields(), metadata);
    }

    @Override
    public synchronized List<StoredBatch> since(long transaction) {
        return files(number -> number >= transaction).stream()
                .map(DirectoryBatchStore::describe)
                .toList();
    }

    /** Newest first. */
    private List<Path> files(LongPredicate wanted) {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .filter(file -> wanted.test(transaction(file)))
                    .sorted(Comparator.comparingLong(DirectoryBatchStore::transaction)
                            .reversed())
                    .toList();
        } catch (IOException e) {
            throw DurableFiles.failed("listing", directory, e);
        }
    }

    private static long transaction(Path file) {
        return Long.parseLong(file.getFileName().toString().substring(0, DIGITS));
    }

    private static StoredBatch describe(Path file) {
        try (InputStream in = open(file)) {
            Map<String, String> metadata = StoredRows.schema(in).getCustomMetadata();
            return new StoredBatch(
                    transaction(file),
                    new BatchId(String.valueOf(metadata.get(ID))),
                    RecordJson.readRange(MAPPER.readTree(String.valueOf(metadata.get(RANGE)))));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new AmpException(StreamError.STATE_UNREADABLE, file + " is no stored batch: " + e.getMessage(), e);
        } catch (IOException e) {
            throw DurableFiles.failed("reading", file, e);
        }
    }

    /** Arrow would allocate whatever length the first bytes seem to say, so they are looked at first. */
    private static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        in.mark(START);
        ByteBuffer start = ByteBuffer.wrap(in.readNBytes(START)).order(ByteOrder.LITTLE_ENDIAN);
        in.reset();
        if (start.remaining() < START
                || start.getInt() != MessageSerializer.IPC_CONTINUATION_TOKEN
                || Integer.toUnsignedLong(start.getInt()) > Files.size(file)) {
            in.close();
            throw new IllegalArgumentException("it does not begin as an Arrow stream");
        }
        return in;
    }

    @Override
    public synchronized VectorSchemaRoot read(StoredBatch batch, BufferAllocator allocator) {
        Path file = file(batch.transaction());
        try (InputStream in = open(file)) {
            return StoredRows.rows(in, unmark(StoredRows.schema(in)), allocator);
        } catch (IOException e) {
            throw DurableFiles.failed("reading", file, e);
        }
    }

    @Override
    public synchronized void removeSince(long transaction) {
        files(number -> number >= transaction).forEach(DirectoryBatchStore::delete);
    }

    @Override
    public synchronized void removeUpTo(long transaction) {
        files(number -> number <= transaction).forEach(DirectoryBatchStore::delete);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw DurableFiles.failed("deleting", file, e);
        }
    }
}
