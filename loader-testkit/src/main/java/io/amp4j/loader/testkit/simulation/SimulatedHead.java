package io.amp4j.loader.testkit.simulation;

import io.amp4j.client.Batch;
import io.amp4j.client.BatchMetadata;
import io.amp4j.client.BatchStream;
import io.amp4j.client.BlockRange;
import java.time.Duration;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** The answer to a query without rows: one empty batch that names the blocks that there are. */
final class SimulatedHead implements BatchStream {
    private final VectorSchemaRoot root;
    private final List<BlockRange> ranges;
    private boolean answered;

    SimulatedHead(SimulatedChain chain, BufferAllocator allocator) {
        this.root = VectorSchemaRoot.create(SimulatedQuery.SCHEMA, allocator);
        this.ranges = chain.head() < chain.earliest() ? List.of() : List.of(whole(chain));
    }

    private static BlockRange whole(SimulatedChain chain) {
        long first = chain.earliest();
        long last = chain.head();
        return new BlockRange(
                SimulatedQuery.NETWORK, first, last, chain.at(last).hash(), chain.parentHashOf(first));
    }

    @Override
    public Schema schema() {
        return SimulatedQuery.SCHEMA;
    }

    @Override
    public @Nullable Batch next() {
        if (answered) {
            return null;
        }
        answered = true;
        return new Batch(root, new BatchMetadata(ranges, true));
    }

    @Override
    public boolean await(Duration timeout) {
        return true;
    }

    @Override
    public void cancel() {
        answered = true;
    }

    @Override
    public void close() {
        root.close();
    }
}
