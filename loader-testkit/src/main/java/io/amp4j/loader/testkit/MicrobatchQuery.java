package io.amp4j.loader.testkit;

import io.amp4j.client.AmpException;
import io.amp4j.client.Batch;
import io.amp4j.client.BatchMetadata;
import io.amp4j.client.BatchStream;
import io.amp4j.client.BlockRange;
import io.amp4j.client.ClientError;
import io.amp4j.client.Cursor;
import io.amp4j.client.Query;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A query whose server sends the rows of given microbatches, each in several messages and an empty one that closes it, and ends. */
final class MicrobatchQuery implements Query {
    private static final int ROWS_A_BATCH = 7;

    private final BufferAllocator allocator;
    private final List<BlockRange> microbatches;

    MicrobatchQuery(BufferAllocator allocator, BlockRange... microbatches) {
        this.allocator = allocator;
        this.microbatches = List.of(microbatches);
    }

    @Override
    public String sql() {
        return "SELECT block_num, hash, note FROM test.blocks";
    }

    @Override
    public Query withSql(String other) {
        return this;
    }

    @Override
    public Schema schema() {
        return BlockRows.SCHEMA;
    }

    @Override
    public BatchStream batches() {
        return new Sent(allocator, microbatches);
    }

    @Override
    public BatchStream stream(@Nullable Cursor cursor) {
        return batches();
    }

    /** One message. */
    private record Message(BlockRange range, long firstRow, int rows) {
        boolean closes() {
            return rows == 0;
        }
    }

    /** What is left to send. */
    private static final class Sent implements BatchStream {
        private final VectorSchemaRoot root;
        private final Deque<Message> messages = new ArrayDeque<>();
        private volatile boolean cancelled;

        Sent(BufferAllocator allocator, List<BlockRange> microbatches) {
            this.root = VectorSchemaRoot.create(BlockRows.SCHEMA, allocator);
            for (BlockRange range : microbatches) {
                long total = range.blocks() * BlockRows.ROWS_A_BLOCK;
                for (long first = 0; first < total; first += ROWS_A_BATCH) {
                    messages.add(new Message(range, first, (int) Math.min(ROWS_A_BATCH, total - first)));
                }
                messages.add(new Message(range, total, 0));
            }
        }

        @Override
        public Schema schema() {
            return BlockRows.SCHEMA;
        }

        @Override
        public @Nullable Batch next() {
            if (cancelled) {
                throw new AmpException(ClientError.CANCELLED, "the stream was cancelled");
            }
            Message message = messages.poll();
            if (message == null) {
                return null;
            }
            BlockRows.fill(root, message.range(), message.firstRow(), message.rows());
            return new Batch(root, new BatchMetadata(List.of(message.range()), message.closes()));
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
            root.close();
        }
    }
}
