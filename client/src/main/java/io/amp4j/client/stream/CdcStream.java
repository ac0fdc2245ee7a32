package io.amp4j.client.stream;

import io.amp4j.client.AmpException;
import io.amp4j.client.Query;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * A live query as inserts and deletes, for those who hand changes on and cannot undo them.
 *
 * <p><strong>At least once.</strong> After a crash or a lost connection, rows of the last microbatches can come again; before they do, they
 * are deleted, and so may be rows whose insert never reached the consumer. Inserts less deletes are the canonical chain's rows for a
 * consumer that ignores the delete of what it does not have. Who needs exactly once uses a {@link TransactionalStream}.
 *
 * <p>Asking for the next event says that all before it are handled: the stream commits its state by itself. One thread reads;
 * {@link #close()} may be used from any.
 */
public final class CdcStream implements AutoCloseable {
    private final TransactionalStream stream;
    private final BatchStore batches;
    private final BufferAllocator allocator;
    private final Deque<StoredBatch> toDelete = new ArrayDeque<>();
    private final ReentrantLock reading = new ReentrantLock();
    private long deletingSince;
    private @Nullable VectorSchemaRoot deleted;
    private @Nullable RuntimeException broken;

    private CdcStream(TransactionalStream stream, BatchStore batches, BufferAllocator allocator) {
        this.stream = stream;
        this.batches = batches;
        this.allocator = allocator;
    }

    /**
     * Prepares a stream; the server is asked by the first {@link #next()}.
     *
     * @param query what to read
     * @param state where the state is; this stream's alone
     * @param batches where inserted rows are kept; this stream's alone, and never without its {@code state}
     * @param allocator where deleted rows are read into; the caller closes it after the stream
     * @param options how to read; rows are kept as long as the retention says
     * @return the stream; the caller closes it, but not the stores
     * @throws AmpException if the stored state cannot be read, or is of another query
     */
    public static CdcStream open(
            Query query, StreamStateStore state, BatchStore batches, BufferAllocator allocator, StreamOptions options) {
        return new CdcStream(TransactionalStream.open(query, state, options), batches, allocator);
    }

    /**
     * Waits for the next change; on a quiet chain that may be for ever.
     *
     * @return the change; its rows are valid until the next call
     * @throws AmpException if the stream fails for good (each further call throws it again), or was closed ({@code AMP-CANCELLED})
     */
    public CdcEvent next() {
        reading.lock();
        try {
            if (broken != null) {
                throw broken;
            }
            return change();
        } catch (RuntimeException e) {
            broken = e;
            throw e;
        } finally {
            reading.unlock();
        }
    }

    private CdcEvent change() {
        freeDeleted();
        while (true) {
            if (!toDelete.isEmpty()) {
                return delete(toDelete.remove());
            }
            forgetDeleted();
            StreamEvent event = stream.next();
            if (event instanceof StreamEvent.Data data) {
                batches.append(new StoredBatch(data.transaction(), data.id(), data.range()), data.rows());
                return new CdcEvent.Insert(data.id(), data.range(), data.rows());
            }
            if (event instanceof StreamEvent.Undo undo) {
                deletingSince = undo.since();
                toDelete.addAll(batches.since(undo.since()));
            }
            if (event instanceof StreamEvent.Watermark watermark) {
                watermark.handle().commit();
                batches.removeUpTo(watermark.settled());
            }
        }
    }

    private CdcEvent delete(StoredBatch batch) {
        VectorSchemaRoot rows = batches.read(batch, allocator);
        deleted = rows;
        return new CdcEvent.Delete(batch.id(), batch.range(), rows);
    }

    /** Only once the consumer has all deletes: a crash before that repeats them. */
    private void forgetDeleted() {
        if (deletingSince > 0) {
            batches.removeSince(deletingSince);
            deletingSince = 0;
        }
    }

    void freeDeleted() {
        if (deleted != null) {
            deleted.close();
            deleted = null;
        }
    }

    /** Ends the query and frees the rows of the last event; a thread that waits in {@link #next()} gets {@code AMP-CANCELLED}. */
    @Override
    public void close() {
        stream.close();
        reading.lock();
        try {
            freeDeleted();
        } finally {
            reading.unlock();
        }
    }
}
