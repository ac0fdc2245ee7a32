package io.amp4j.client.stream;

import io.amp4j.client.AmpException;
import io.amp4j.client.Batch;
import io.amp4j.client.BlockRange;
import io.amp4j.client.Query;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A live query for those who keep its rows themselves: rows, watermarks, and what is void, each with the number of a transaction.
 *
 * <p>A consumer keeps the number of each {@link StreamEvent.Data} with its rows, deletes by {@link StreamEvent.Undo#since()}, and
 * commits watermarks. Then its rows are those of the canonical chain, each once, whatever crashes: after a restart the first event is an
 * undo of all that may have been given out behind the last commit.
 *
 * <pre>{@code
 * try (var stream = TransactionalStream.open(query, StreamStateStore.inFile(path), StreamOptions.defaults())) {
 *     while (true) {
 *         StreamEvent event = stream.next();
 *         if (event instanceof StreamEvent.Data data) {
 *             insert(data.transaction(), data.rows());
 *         } else if (event instanceof StreamEvent.Undo undo) {
 *             deleteWhereTransactionAtLeast(undo.since());
 *         } else if (event instanceof StreamEvent.Watermark watermark) {
 *             watermark.handle().commit();
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>After a failure that may pass the stream connects again by itself, as {@link StreamOptions#backoff()} says. One thread reads;
 * handles and {@link #close()} may be used from any.
 */
public final class TransactionalStream implements AutoCloseable {
    private final Ledger ledger;
    private final Feed feed;
    private final Retention retention;
    private final Deque<StreamEvent> ready = new ArrayDeque<>();
    private final ReentrantLock reading = new ReentrantLock();
    private StreamPosition position;
    private long openSince;
    private @Nullable BlockRange openRange;
    private @Nullable RuntimeException broken;

    private TransactionalStream(Query query, Ledger ledger, StreamOptions options) {
        this.ledger = ledger;
        this.feed = new Feed(query, options.backoff());
        this.retention = options.retention();
        this.position = StreamPosition.resuming(ledger.delivered());
        ledger.uncommitted().ifPresent(since -> ready.add(undo(since, List.of(), StreamEvent.Cause.RESTART, null)));
    }

    /**
     * Prepares a stream; the server is asked by the first {@link #next()}.
     *
     * @param query what to read
     * @param store where the state is; this stream's alone
     * @param options how to read
     * @return the stream; the caller closes it, but not the store
     * @throws AmpException if the stored state cannot be read, or is of another query
     */
    public static TransactionalStream open(Query query, StreamStateStore store, StreamOptions options) {
        return new TransactionalStream(query, Ledger.open(store, query, options.origin()), options);
    }

    /**
     * Waits for the next event; on a quiet chain that may be for ever.
     *
     * @return the event; rows are valid until the next call
     * @throws AmpException if the stream fails for good (each further call throws it again), or was closed ({@code AMP-CANCELLED})
     */
    public StreamEvent next() {
        reading.lock();
        try {
            if (broken != null) {
                throw broken;
            }
            while (ready.isEmpty()) {
                read();
            }
            return ready.remove();
        } catch (RuntimeException e) {
            broken = e;
            throw e;
        } finally {
            reading.unlock();
        }
    }

    private void read() {
        try {
            if (feed.isOpen() || connected()) {
                take();
            }
        } catch (AmpException e) {
            restart(StreamEvent.Cause.RECONNECT, null);
            feed.pause(e);
        }
    }

    private boolean connected() {
        return feed.open(position)
                .map(now -> {
                    position = now;
                    return true;
                })
                .orElseGet(() -> {
                    feed.pauseForData();
                    return false;
                });
    }

    private void take() {
        Batch batch = feed.next();
        if (batch == null) {
            restart(StreamEvent.Cause.RECONNECT, null);
            feed.pauseForData();
            return;
        }
        Step step = position.on(Message.of(batch));
        for (Action action : step.actions()) {
            if (action instanceof Action.Resume resume) {
                goBack(resume, step.position());
                return;
            }
            perform(action, batch, step.position());
        }
        if (step.actions().stream().noneMatch(Action.Close.class::isInstance)) {
            position = step.position();
        }
    }

    private void perform(Action action, Batch batch, StreamPosition after) {
        if (action instanceof Action.Void voided) {
            undo(voided);
        } else if (action instanceof Action.Write write) {
            long transaction = ledger.nextTransaction();
            openSince = openSince == 0 ? transaction : openSince;
            openRange = write.range();
            ready.add(new StreamEvent.Data(transaction, write.id(), write.range(), batch.root()));
        } else if (action instanceof Action.Close close) {
            close(close.record(), after);
        } else {
            throw new IllegalStateException(
                    "each watermark is a unit of its own, so nothing is left to commit before " + action);
        }
    }

    private void undo(Action.Void voided) {
        List<StreamRecord> records = voided.records();
        ledger.voided(records);
        long since = TransactionSpan.of(records.get(0)).first();
        List<BlockRange> ranges = records.stream().map(StreamRecord::range).toList();
        ready.add(undo(since, ranges, StreamEvent.Cause.REORG, voided.reorg()));
    }

    private StreamEvent.Undo undo(long since, List<BlockRange> ranges, StreamEvent.Cause cause, @Nullable Reorg reorg) {
        return new StreamEvent.Undo(ledger.nextTransaction(), since, ranges, cause, reorg);
    }

    private void close(StreamRecord record, StreamPosition after) {
        long transaction = ledger.nextTransaction();
        long first = openSince == 0 ? transaction : openSince;
        position = ledger.closed(after, retention, new TransactionSpan(first, transaction));
        openSince = 0;
        feed.progressed();
        ready.add(new StreamEvent.Watermark(
                transaction, record.range(), ledger.settled(), () -> ledger.commit(transaction)));
    }

    /** Behind a cursor of the machine, unless an undo was given out that its position does not know of. */
    private void goBack(Action.Resume resume, StreamPosition next) {
        boolean undone = !next.history().equals(ledger.delivered());
        restart(StreamEvent.Cause.REORG, resume.reorg());
        position = undone ? position : next;
    }

    /** Ends the connection; what was given out of an open microbatch is void. */
    private void restart(StreamEvent.Cause cause, @Nullable Reorg reorg) {
        feed.drop();
        if (openSince > 0) {
            long since = openSince;
            openSince = 0;
            ready.removeIf(event -> event.transaction() >= since);
            ready.add(undo(since, List.of(Objects.requireNonNull(openRange)), cause, reorg));
        }
        position = StreamPosition.resuming(ledger.delivered());
    }

    /** Ends the query and frees the rows of the last event; a thread that waits in {@link #next()} gets {@code AMP-CANCELLED}. */
    @Override
    public void close() {
        feed.cancel();
        reading.lock();
        try {
            feed.drop();
            ledger.finish();
        } finally {
            reading.unlock();
        }
    }
}
