package io.amp4j.client.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
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
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/** One Arrow IPC stream for each batch, named by its transaction; what it is stands in the metadata of its schema. */
final class DirectoryBatchStore implements BatchStore {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ID = "amp.batch-id";
    private static final String RANGE = "amp.range";
    private static final String SUFFIX = ".arrow";
    private static final int DIGITS = 19;
    private static final Pattern NAME = Pattern.compile("[0-9]{" + DIGITS + "}\\" + SUFFIX);

    private final Path directory;

    DirectoryBatchStore(Path directory) {
        this.directory = directory;
    }

    @Override
    public synchronized void append(StoredBatch batch, VectorSchemaRoot rows) {
        Path file = file(batch.transaction());
        VectorSchemaRoot marked =
                new VectorSchemaRoot(mark(rows.getSchema(), batch), rows.getFieldVectors(), rows.getRowCount());
        try {
            DurableFiles.replace(file, channel -> {
                ArrowStreamWriter writer = new ArrowStreamWriter(marked, null, channel);
                writer.writeBatch();
                writer.end();
            });
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

    /** The schema without what this store has put into it. */
    static Schema unmark(Schema schema) {
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
        try (SeekableByteChannel bytes = Files.newByteChannel(file)) {
            refuseForeign(bytes);
            Map<String, String> metadata =
                    MessageSerializer.deserializeSchema(new ReadChannel(bytes)).getCustomMetadata();
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

    /** Arrow would allocate whatever length the first bytes seem to say. */
    private static void refuseForeign(SeekableByteChannel bytes) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(2 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        new ReadChannel(bytes).readFully(start);
        start.flip();
        if (start.remaining() < start.capacity()
                || start.getInt() != MessageSerializer.IPC_CONTINUATION_TOKEN
                || Integer.compareUnsigned(start.getInt(), (int) Math.min(bytes.size(), Integer.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("it does not begin as an Arrow stream");
        }
        bytes.position(0);
    }

    @Override
    public synchronized ArrowReader read(StoredBatch batch, BufferAllocator allocator) {
        Path file = file(batch.transaction());
        try {
            return new ArrowStreamReader(new BufferedInputStream(Files.newInputStream(file)), allocator);
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
