package io.amp4j.client.stream;

import io.amp4j.client.AmpException;
import io.amp4j.client.Batch;
import io.amp4j.client.BatchMetadata;
import io.amp4j.client.BatchStream;
import io.amp4j.client.ClientError;
import io.amp4j.client.Cursor;
import io.amp4j.client.Query;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A query over a model chain, to which chance does something before each message. */
final class ModelQuery implements Query {
    private static final Schema SCHEMA = new Schema(List.of(Field.nullable("row", ArrowType.Utf8.INSTANCE)));

    private final ModelChain chain;
    private final Random random;
    private final BufferAllocator allocator;
    private final Runnable beforeMessage;
    private final Quiet quiet;
    private final List<Open> opened = new ArrayList<>();

    /** What a stream does that has nothing to say. */
    enum Quiet {
        WAIT,
        FAIL
    }

    ModelQuery(ModelChain chain, Random random, BufferAllocator allocator, Quiet quiet, Runnable beforeMessage) {
        this.chain = chain;
        this.random = random;
        this.allocator = allocator;
        this.quiet = quiet;
        this.beforeMessage = beforeMessage;
    }

    static List<String> rows(VectorSchemaRoot root) {
        VarCharVector vector = (VarCharVector) root.getVector("row");
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < root.getRowCount(); i++) {
            rows.add(new String(vector.get(i), StandardCharsets.UTF_8));
        }
        return rows;
    }

    static VectorSchemaRoot root(List<String> rows, BufferAllocator allocator) {
        VectorSchemaRoot filled = VectorSchemaRoot.create(SCHEMA, allocator);
        VarCharVector vector = (VarCharVector) filled.getVector("row");
        for (int i = 0; i < rows.size(); i++) {
            vector.setSafe(i, rows.get(i).getBytes(StandardCharsets.UTF_8));
        }
        filled.setRowCount(rows.size());
        return filled;
    }

    /** What a killed process leaves behind, given back. */
    void closeAll() {
        opened.forEach(BatchStream::close);
    }

    @Override
    public Query withSql(String sql) {
        return this;
    }

    @Override
    public String sql() {
        return "SELECT row FROM model SETTINGS stream = true";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public BatchStream batches() {
        throw new UnsupportedOperationException("only streams");
    }

    @Override
    public BatchStream stream(@Nullable Cursor cursor) {
        Open open = new Open(new ModelStream(chain, random, 4, cursor));
        opened.add(open);
        return open;
    }

    /** One stream. */
    private final class Open implements BatchStream {
        private final ModelStream source;
        private final CountDownLatch cancelled = new CountDownLatch(1);
        private @Nullable VectorSchemaRoot root;

        Open(ModelStream source) {
            this.source = source;
        }

        @Override
        public Schema schema() {
            return SCHEMA;
        }

        @Override
        public @Nullable Batch next() {
            free();
            ModelStream.Sent sent = null;
            while (sent == null) {
                beforeMessage.run();
                sent = source.next();
                if (sent == null) {
                    keepQuiet();
                }
            }
            root = ModelQuery.root(sent.rows(), allocator);
            Message message = sent.message();
            return new Batch(root, new BatchMetadata(message.ranges(), message.rangesComplete()));
        }

        private void keepQuiet() {
            if (quiet == Quiet.FAIL) {
                throw new AmpException(ClientError.DATA_LOSS, "the model has nothing more to say");
            }
            try {
                cancelled.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new AmpException(ClientError.CANCELLED, "cancelled");
        }

        @Override
        public boolean await(Duration timeout) {
            return true;
        }

        @Override
        public void cancel() {
            cancelled.countDown();
        }

        @Override
        public void close() {
            cancel();
            free();
        }

        private void free() {
            if (root != null) {
                root.close();
                root = null;
            }
        }
    }
}
