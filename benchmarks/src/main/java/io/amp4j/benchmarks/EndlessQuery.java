package io.amp4j.benchmarks;

import io.amp4j.client.AmpException;
import io.amp4j.client.Batch;
import io.amp4j.client.BatchMetadata;
import io.amp4j.client.BatchStream;
import io.amp4j.client.BlockRange;
import io.amp4j.client.ClientError;
import io.amp4j.client.Cursor;
import io.amp4j.client.Query;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A live stream without a server: one batch from memory over and over, in microbatches that follow each other for ever. */
final class EndlessQuery implements Query, AutoCloseable {
    /** The blocks of a microbatch, as many as a server puts into one. */
    static final long BLOCKS = 1_000;

    private static final int ROWS_PER_BATCH = 8_192;
    private static final int BATCHES = 12;

    private final BufferAllocator allocator = new RootAllocator();
    private final VectorSchemaRoot all =
            Logs.batches(allocator, ROWS_PER_BATCH, ROWS_PER_BATCH).get(0);
    private final VectorSchemaRoot rows =
            VectorSchemaRoot.of(Stream.of("block_num", "timestamp", "log_index", "address")
                    .map(all::getVector)
                    .toArray(FieldVector[]::new));
    private final VectorSchemaRoot nothing = VectorSchemaRoot.create(rows.getSchema(), allocator);

    long rowsPerMicrobatch() {
        return (long) ROWS_PER_BATCH * BATCHES;
    }

    @Override
    public String sql() {
        return "SELECT block_num, timestamp, log_index, address FROM memory.logs";
    }

    @Override
    public Query withSql(String other) {
        return this;
    }

    @Override
    public Schema schema() {
        return rows.getSchema();
    }

    @Override
    public BatchStream batches() {
        throw new UnsupportedOperationException("a result without an end");
    }

    @Override
    public BatchStream stream(@Nullable Cursor cursor) {
        return new Endless();
    }

    @Override
    public void close() {
        nothing.close();
        all.close();
        allocator.close();
    }

    private static BlockRange microbatch(long index) {
        long first = index * BLOCKS;
        return new BlockRange(
                "memory", first, first + BLOCKS - 1, hash(first + BLOCKS - 1), index == 0 ? null : hash(first - 1));
    }

    private static String hash(long block) {
        return String.format(Locale.ROOT, "0x%064x", block);
    }

    private final class Endless implements BatchStream {
        private long sent;
        private volatile boolean cancelled;

        @Override
        public Schema schema() {
            return EndlessQuery.this.schema();
        }

        @Override
        public Batch next() {
            if (cancelled) {
                throw new AmpException(ClientError.CANCELLED, "the stream was cancelled");
            }
            BlockRange range = microbatch(sent / (BATCHES + 1));
            boolean closes = sent % (BATCHES + 1) == BATCHES;
            sent++;
            return new Batch(closes ? nothing : rows, new BatchMetadata(List.of(range), closes));
        }

        @Override
        public boolean await(Duration timeout) {
            return true;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public void close() {
            cancelled = true;
        }
    }
}
