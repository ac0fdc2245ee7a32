package io.amp4j.duckdb;

import io.amp4j.client.BatchId;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRecord;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.Unit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A user's program: it loads one batch into the database that its argument names. */
final class FlagFreeMain {
    private FlagFreeMain() {}

    public static void main(String[] args) {
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot rows = Numbers.batch(allocator, 1_000);
                Loader loader = Destinations.open(args[0], Map.of());
                LoadSession session = loader.open(Numbers.request("numbers", LoadMode.APPEND));
                Unit unit = session.begin()) {
            BatchId id = BatchId.ofLoad("one");
            unit.write(id, null, rows);
            unit.commit(new StateChange(List.of(), List.of(), new LoadRecord("one", id, 1_000, Instant.now())));
        }
    }
}
