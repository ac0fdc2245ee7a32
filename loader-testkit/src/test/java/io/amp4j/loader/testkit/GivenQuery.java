package io.amp4j.loader.testkit;

import io.amp4j.client.Batch;
import io.amp4j.client.BatchStream;
import io.amp4j.client.Cursor;
import io.amp4j.client.Query;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A query whose batches are a test's own; they stay open. */
record GivenQuery(Schema schema, List<Batch> given) implements Query {
    @Override
    public String sql() {
        return "SELECT";
    }

    @Override
    public BatchStream batches() {
        return new Given(schema, new ArrayDeque<>(given));
    }

    @Override
    public BatchStream stream(@Nullable Cursor cursor) {
        return batches();
    }

    private record Given(Schema schema, Deque<Batch> left) implements BatchStream {
        @Override
        public @Nullable Batch next() {
            return left.poll();
        }

        @Override
        public boolean await(Duration timeout) {
            return true;
        }

        @Override
        public void cancel() {}

        @Override
        public void close() {}
    }
}
