package io.amp4j.loader.testkit.engine;

import io.amp4j.client.AmpException;
import io.amp4j.client.Batch;
import io.amp4j.client.BatchStream;
import io.amp4j.client.ClientError;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongPredicate;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** One stream of a scripted server. At the end of its script it ends. */
final class ScriptedStream implements BatchStream {
    private final TestClock clock;
    private final Deque<Object> steps;
    private final VectorSchemaRoot root;
    private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
    private boolean endWished;

    ScriptedStream(BufferAllocator allocator, TestClock clock, Script script) {
        this.clock = clock;
        this.steps = new ArrayDeque<>(script.steps());
        this.root = VectorSchemaRoot.create(script.schema(), allocator);
    }

    @Override
    public Schema schema() {
        return root.getSchema();
    }

    @Override
    public @Nullable Batch next() {
        while (true) {
            failIfCancelled();
            Object step = steps.peek();
            if (step == Script.Quiet.QUIET) {
                cancelled.join();
                continue;
            }
            if (step instanceof Script.Until until && !until.event().isDone()) {
                CompletableFuture.anyOf(until.event(), cancelled).join();
                continue;
            }
            steps.poll();
            if (step == null) {
                return null;
            }
            if (step instanceof Script.Until) {
                continue;
            }
            if (step instanceof AmpException failure) {
                throw failure;
            }
            if (step instanceof Script.Sent sent) {
                return batch(sent);
            }
            ((Runnable) step).run();
        }
    }

    private void failIfCancelled() {
        if (cancelled.isDone()) {
            throw new AmpException(ClientError.CANCELLED, "the scripted stream was cancelled");
        }
    }

    private Batch batch(Script.Sent sent) {
        root.clear();
        BigIntVector numbers = (BigIntVector) root.getVector(0);
        for (int i = 0; i < sent.rows().size(); i++) {
            numbers.setSafe(i, sent.rows().get(i));
        }
        root.setRowCount(sent.rows().size());
        return new Batch(root, sent.metadata());
    }

    @Override
    public boolean await(Duration timeout) {
        while (steps.peek() instanceof Script.Act act) {
            steps.poll();
            act.run();
        }
        if (hasSomethingToSay() || cancelled.isDone()) {
            return true;
        }
        clock.pass(timeout);
        return false;
    }

    @Override
    public void endBehind(LongPredicate last) {
        endWished = true;
    }

    /** Whether its reader wishes it to end by itself. */
    boolean isEndWished() {
        return endWished;
    }

    private boolean hasSomethingToSay() {
        Object step = steps.peek();
        boolean waits = step instanceof Script.Until until && !until.event().isDone();
        return step != Script.Quiet.QUIET && !waits;
    }

    @Override
    public void cancel() {
        cancelled.complete(null);
    }

    @Override
    public void close() {
        cancel();
        root.close();
    }
}
