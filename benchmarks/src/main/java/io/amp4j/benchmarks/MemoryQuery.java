package io.amp4j.benchmarks;

import io.amp4j.client.Batch;
import io.amp4j.client.BatchMetadata;
import io.amp4j.client.BatchStream;
import io.amp4j.client.Cursor;
import io.amp4j.client.Query;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A query whose batches are in memory; they stay their owner's. */
record MemoryQuery(List<VectorSchemaRoot> given) implements Query {
    private static final BatchMetadata NO_RANGES = new BatchMetadata(List.of(), false);

    @Override
    public String sql() {
        return "SELECT * FROM memory";
    }

    @Override
    public Schema schema() {
        return given.get(0).getSchema();
    }

    @Override
    public BatchStream batches() {
        return new Stream(schema(), given.iterator());
    }

    @Override
    public BatchStream stream(@Nullable Cursor cursor) {
        return batches();
    }

    private record Stream(Schema schema, Iterator<VectorSchemaRoot> left) implements BatchStream {
        @Override
        public @Nullable Batch next() {
            return left.hasNext() ? new Batch(left.next(), NO_RANGES) : null;
        }

        @Override
        public boolean await(Duration timeout) {
            return true;
        }

        @Override
        public void cancel() {
            // nothing runs
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
