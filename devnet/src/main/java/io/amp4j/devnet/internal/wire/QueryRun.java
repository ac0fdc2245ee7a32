package io.amp4j.devnet.internal.wire;

import io.amp4j.devnet.internal.chain.Blocks;
import io.amp4j.devnet.internal.chain.Snapshot;
import io.amp4j.devnet.internal.sql.Dataset;
import io.amp4j.devnet.internal.sql.Plan;
import io.amp4j.devnet.internal.sql.RunContext;
import io.amp4j.devnet.internal.sql.Slice;
import io.amp4j.devnet.internal.table.RowSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;

/** Answers one DoGet: once over everything, or microbatch by microbatch as the chain goes on. */
final class QueryRun {
    private final Plan plan;
    private final Options options;
    private final Outlet outlet;
    private final KeepAlive keepAlive;
    private final RunContext context;
    private final BatchEncoder encoder;

    QueryRun(Plan plan, Options options, Outlet outlet, KeepAlive keepAlive, BufferAllocator allocator) {
        this.plan = plan;
        this.options = options;
        this.outlet = outlet;
        this.keepAlive = keepAlive;
        this.context = new RunContext(options.limits(), allocator, outlet::isCancelled);
        this.encoder = new BatchEncoder(plan.schema(), options, allocator);
    }

    void batch() {
        Map<Dataset, Slice> slices = new HashMap<>();
        plan.datasets()
                .forEach(dataset ->
                        slices.put(dataset, Slice.whole(dataset.blocks().snapshot())));
        List<Slice> ranges = ranges(slices);
        encoder.schema(outlet::send);
        send(slices, Metadata.open(ranges, options.ranges()));
        encoder.empty(Metadata.closed(ranges, options.ranges()), outlet::send);
    }

    /** One range per network: what all of its tables have. */
    private static List<Slice> ranges(Map<Dataset, Slice> slices) {
        Map<String, Slice> byNetwork = new TreeMap<>();
        for (Slice slice : slices.values()) {
            byNetwork.merge(slice.snapshot().network(), slice, QueryRun::intersection);
        }
        return byNetwork.values().stream()
                .filter(slice -> slice.first() <= slice.last())
                .toList();
    }

    private static Slice intersection(Slice one, Slice other) {
        long first = Math.max(one.first(), other.first());
        return new Slice(one.snapshot(), first, Math.min(one.last(), other.last()));
    }

    void stream(Optional<Resume.Position> cursor) throws InterruptedException {
        Blocks blocks = blocks(plan.datasets());
        if (blocks.snapshot().isEmpty()) {
            encoder.schema(outlet::send);
            encoder.empty(Metadata.closed(List.of(), options.ranges()), outlet::send);
            return;
        }
        Head head = new Head(blocks, cursor);
        boolean first = true;
        while (true) {
            Slice slice = head.next();
            if (outlet.isCancelled()) {
                return;
            }
            if (first) {
                encoder.schema(outlet::send);
                first = false;
            }
            microbatch(slice);
        }
    }

    private static Blocks blocks(Set<Dataset> datasets) {
        return datasets.iterator().next().blocks();
    }

    private void microbatch(Slice slice) {
        Map<Dataset, Slice> slices = new HashMap<>();
        plan.datasets().forEach(dataset -> slices.put(dataset, slice));
        List<Slice> ranges = List.of(slice);
        byte[] open = Metadata.open(ranges, options.ranges());
        keepAlive.during(outlet, () -> encoder.empty(open, outlet::offer), () -> send(slices, open));
        encoder.empty(Metadata.closed(ranges, options.ranges()), outlet::send);
    }

    private void send(Map<Dataset, Slice> slices, byte[] metadata) {
        try (RowSource rows = plan.run(slices, context)) {
            while (rows.next()) {
                encoder.batch(rows.root(), metadata, outlet::send);
            }
        }
    }

    /** Where the stream stands on the chain. */
    private final class Head {
        private final Blocks blocks;
        private Optional<Resume.Position> seen;
        private Snapshot snapshot;
        private long start;

        Head(Blocks blocks, Optional<Resume.Position> cursor) {
            this.blocks = blocks;
            this.seen = cursor;
            this.snapshot = blocks.snapshot();
        }

        /** Waits for blocks that the client has not seen. On a cancelled call the answer means nothing. */
        Slice next() throws InterruptedException {
            blocks.await(() -> {
                snapshot = blocks.snapshot();
                start = seen.map(block -> blocks.resumeBehind(block.number(), block.hash()))
                        .orElse(snapshot.first());
                return outlet.isCancelled() || start <= snapshot.head();
            });
            long end = Math.min(start + options.microbatchBlocks() - 1, snapshot.head());
            if (!outlet.isCancelled()) {
                seen = Optional.of(new Resume.Position(end, snapshot.hash(end)));
            }
            return new Slice(snapshot, start, end);
        }
    }
}
