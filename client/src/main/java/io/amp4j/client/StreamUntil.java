package io.amp4j.client;

import java.time.Duration;
import java.util.function.LongPredicate;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A stream that ends behind the first watermark at or past a block. */
final class StreamUntil implements BatchStream {
    private static final long NONE = -1;

    private final BatchStream stream;
    private final long block;
    private boolean reached;

    StreamUntil(BatchStream stream, long block) {
        this.stream = stream;
        this.block = block;
    }

    @Override
    public Schema schema() {
        return stream.schema();
    }

    @Override
    public @Nullable Batch next() {
        if (reached) {
            stream.close();
            return null;
        }
        Batch batch = stream.next();
        reached = batch != null && batch.metadata().watermark().orElse(NONE) >= block;
        return batch;
    }

    @Override
    public boolean await(Duration timeout) {
        return reached || stream.await(timeout);
    }

    @Override
    public void endBehind(LongPredicate last) {
        stream.endBehind(watermark -> last.test(watermark) || watermark >= block);
    }

    @Override
    public boolean awaitReadAhead(Duration timeout) {
        return reached || stream.awaitReadAhead(timeout);
    }

    @Override
    public void cancel() {
        stream.cancel();
    }

    @Override
    public void close() {
        stream.close();
    }
}
