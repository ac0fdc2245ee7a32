package io.amp4j.loader.labels;

import io.amp4j.client.AmpException;
import io.amp4j.client.Batch;
import io.amp4j.client.BatchStream;
import io.amp4j.client.ClientError;
import java.time.Duration;
import java.util.function.LongPredicate;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A stream with labels joined to its batches, one for each: what a server says of a batch stays said, also of one that has no rows left. */
final class LabelledStream implements BatchStream {
    private final BatchStream stream;
    private final BatchJoin batches;
    private final Labels labels;
    private boolean closed;

    /** A stream that owns another, and gives the labels' use back. */
    LabelledStream(BatchStream stream, BoundJoin join) {
        this.stream = stream;
        this.batches = new BatchJoin(join);
        this.labels = join.join().labels();
    }

    @Override
    public Schema schema() {
        return batches.schema();
    }

    @Override
    public @Nullable Batch next() {
        Batch batch = stream.next();
        if (batch == null) {
            return null;
        }
        try {
            return new Batch(batches.join(batch.root()), batch.metadata());
        } catch (OutOfMemoryException e) {
            throw new AmpException(
                    ClientError.OUT_OF_MEMORY,
                    "no memory to join a batch with its labels; close results sooner, or raise memoryLimit",
                    e);
        }
    }

    @Override
    public boolean await(Duration timeout) {
        return stream.await(timeout);
    }

    @Override
    public void endBehind(LongPredicate last) {
        stream.endBehind(last);
    }

    @Override
    public boolean awaitReadAhead(Duration timeout) {
        return stream.awaitReadAhead(timeout);
    }

    @Override
    public void cancel() {
        stream.cancel();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        batches.close();
        stream.close();
        labels.release();
    }
}
