package io.amp4j.loader.internal;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchStream;
import io.amp4j.client.BlockRange;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * A first look at the server for a load that will be cut: where its blocks begin, how many it sends at a time, and how far they go. Both questions
 * are asked beside each other, and while the query's schema is and the destination opens, so that no slice waits for them. Used by the job's thread, but for {@link #newest}.
 */
final class Survey implements HeadSource, AutoCloseable {
    private final JobSpec spec;
    private final CancelSignal cancel;
    private final Crew crew;
    private final CompletableFuture<Optional<BlockRange>> first;
    private final CompletableFuture<OptionalLong> newest;
    private volatile boolean headIsSaid = true;

    private Survey(JobSpec spec, CancelSignal cancel, Executor executor) {
        this.spec = spec;
        this.cancel = cancel.child();
        this.crew = new Crew(executor, spec.clock());
        this.first = crew.call(() -> ask(this::earliest));
        this.newest = crew.call(this::newest);
    }

    /**
     * Begins to ask.
     *
     * @param spec what to load
     * @param cancel ends the asking
     * @param executor where to ask
     * @return the survey; the caller closes it
     */
    static Survey begin(JobSpec spec, CancelSignal cancel, Executor executor) {
        return new Survey(spec, cancel, executor);
    }

    /** The server's first range: empty if it has none yet. What failed for a while is asked again. */
    Optional<BlockRange> first(Recovery recovery) {
        LongWait.until(first, spec.clock());
        try {
            return first.join();
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof AmpException failure)) {
                throw e;
            }
            recovery.pause(failure);
            return recovery.insist(() -> ask(this::earliest));
        }
    }

    /** What was answered at first to how far the query's blocks go. */
    OptionalLong newestAtFirst() {
        LongWait.until(newest, spec.clock());
        return newest.join();
    }

    private Optional<BlockRange> earliest(CancelSignal asking) {
        return SliceStart.earliest(spec.reading(), asking);
    }

    /** The newest block of the query's tables, as the answer to a query without rows says. From any thread. */
    @Override
    public OptionalLong newest() {
        if (!headIsSaid) {
            return OptionalLong.empty();
        }
        try {
            return ask(this::head);
        } catch (AmpException e) {
            headIsSaid = e.retryable() || cancel.requested();
            return OptionalLong.empty();
        }
    }

    private OptionalLong head(CancelSignal asking) {
        String sql = StreamSql.of(spec.query().sql()).withoutRows();
        try (BatchStream answer = spec.query().withSql(sql).batches()) {
            asking.reading(answer);
            return SliceStart.firstRange(answer)
                    .map(range -> OptionalLong.of(range.end()))
                    .orElse(OptionalLong.empty());
        }
    }

    private <T> T ask(Function<CancelSignal, T> question) {
        CancelSignal asking = cancel.child();
        try {
            asking.check();
            return question.apply(asking);
        } finally {
            cancel.release(asking);
        }
    }

    /** Ends the asking, and waits until it has ended. */
    @Override
    public void close() {
        cancel.request();
        crew.end();
    }
}
