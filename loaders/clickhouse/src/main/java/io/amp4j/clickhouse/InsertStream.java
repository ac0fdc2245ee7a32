package io.amp4j.clickhouse;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdOutputStream;
import io.amp4j.clickhouse.ClickHouseHttp.Options;
import io.amp4j.client.AmpException;
import io.amp4j.client.ArrowStreamOutput;
import io.amp4j.loader.LoadError;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * One running {@code INSERT … FORMAT ArrowStream}: batches are pushed into the request's body from their own memory. Used by one thread; the
 * request itself runs on another, since an HTTP client asks for the body and does not take it.
 */
final class InsertStream implements AutoCloseable {
    private static final int BUFFER = 1 << 18;
    private static final int FASTEST = 1;
    private static final long POLL_MILLIS = 20;

    private final SynchronousQueue<Push> pushes = new SynchronousQueue<>();
    private final CompletableFuture<String> answer = new CompletableFuture<>();
    private final Thread thread;

    /** A batch to write, or null for the end of the stream; {@code done} tells that the batch's memory is no longer read. */
    private record Push(@Nullable VectorSchemaRoot batch, CompletableFuture<Void> done) {}

    InsertStream(ClickHouseHttp http, String statement, Options options, Schema schema) {
        this.thread = new Thread(() -> run(http, statement, options, schema), "amp4j-clickhouse-insert");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(ClickHouseHttp http, String statement, Options options, Schema schema) {
        try {
            answer.complete(http.send(new Body(schema, http.compresses()), options.setting("query", statement)));
        } catch (RuntimeException | Error e) {
            answer.completeExceptionally(e);
        }
    }

    /** Sends a batch; returns when its memory may be reused. */
    void write(VectorSchemaRoot batch) {
        push(new Push(batch, new CompletableFuture<>()));
    }

    /** Ends the body and waits for the server's answer: all rows are in the table. */
    void finish() {
        push(new Push(null, new CompletableFuture<>()));
        outcome();
    }

    private void push(Push push) {
        try {
            while (!pushes.offer(push, POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                failIfAnswered();
            }
            while (!push.done().isDone()) {
                awaitEither(push.done());
                if (answer.isDone() && !push.done().isDone()) {
                    failIfAnswered();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AmpException(LoadError.CANCELLED, "interrupted while inserting into ClickHouse", e);
        }
    }

    private void awaitEither(CompletableFuture<Void> done) {
        CompletableFuture.anyOf(done, answer).exceptionally(e -> null).join();
    }

    private void failIfAnswered() {
        if (answer.isDone()) {
            outcome();
            throw new AmpException(
                    LoadError.DESTINATION_UNAVAILABLE, "ClickHouse answered an insert before its rows were sent");
        }
    }

    private void outcome() {
        try {
            answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof AmpException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Breaks off an insert that was not finished; what the server had read of it may be in the table. */
    @Override
    public void close() {
        if (!answer.isDone()) {
            thread.interrupt();
            answer.handle((text, failure) -> null).join();
        }
    }

    /** The body, written while the insert goes on. */
    private final class Body extends AbstractHttpEntity {
        private final Schema schema;
        private final boolean compressed;

        Body(Schema schema, boolean compressed) {
            super(ContentType.APPLICATION_OCTET_STREAM, compressed ? "zstd" : null, true);
            this.schema = schema;
            this.compressed = compressed;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            try (OutputStream encoded = encoded(out);
                    ArrowStreamOutput stream = new ArrowStreamOutput(encoded, schema)) {
                copyPushes(stream, encoded);
            } catch (InterruptedException e) {
                throw new IOException("the insert was broken off", e);
            }
        }

        private OutputStream encoded(OutputStream out) throws IOException {
            return compressed
                    ? new ZstdOutputStream(out, RecyclingBufferPool.INSTANCE, FASTEST)
                    : new BufferedOutputStream(out, BUFFER);
        }

        private void copyPushes(ArrowStreamOutput stream, OutputStream encoded)
                throws IOException, InterruptedException {
            while (true) {
                Push push = pushes.take();
                if (push.batch() == null) {
                    push.done().complete(null);
                    return;
                }
                stream.write(push.batch());
                encoded.flush();
                push.done().complete(null);
            }
        }

        @Override
        public boolean isRepeatable() {
            return false;
        }

        @Override
        public InputStream getContent() {
            throw new UnsupportedOperationException("the body is pushed");
        }

        @Override
        public boolean isStreaming() {
            return true;
        }

        @Override
        public long getContentLength() {
            return -1;
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
