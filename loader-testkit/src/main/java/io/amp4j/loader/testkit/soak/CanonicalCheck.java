package io.amp4j.loader.testkit.soak;

import io.amp4j.client.AmpClient;
import io.amp4j.client.AmpException;
import io.amp4j.client.Batch;
import io.amp4j.client.BatchStream;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.devnet.Devnet;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.testkit.CanonicalRows;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Compares the table with the canonical chain while that stands still, and reads how far the load is. */
final class CanonicalCheck implements AutoCloseable {
    private static final String ORDER = "block_num";
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Devnet devnet;
    private final SoakStore store;
    private final TableName table;
    private final Loader loader;
    private final List<Field> columns;

    CanonicalCheck(Devnet devnet, SoakStore store, TableName table) {
        this.devnet = devnet;
        this.store = store;
        this.table = table;
        this.loader = Destinations.open(store.uri(), store.settings());
        try (AmpClient client = AmpClient.connect(devnet.url())) {
            this.columns = client.sql(sql()).schema().getFields();
        }
    }

    private String sql() {
        return "SELECT * FROM eth_rpc." + table.name();
    }

    /** Waits until something more is committed, as long as a loader lives. */
    void awaitProgress(Duration patience, LoaderProcess loader) {
        AtomicLong before = new AtomicLong(Long.MAX_VALUE);
        await(patience, "a commit", loader, () -> seq() > before.getAndUpdate(first -> Math.min(first, seq())));
    }

    private long seq() {
        return state().map(state -> state.header().seq()).orElse(0L);
    }

    private Optional<StreamState> state() {
        return loader.states(Optional.of(table)).stream().findFirst();
    }

    /** Waits until the state has reached the head and the table is the canonical chain, row by row. */
    void awaitCanonical(Duration patience, LoaderProcess loader) {
        await(
                patience,
                "the canonical chain",
                loader,
                () -> lastBlock() == devnet.head() && rows().equals(canonical()));
    }

    private long lastBlock() {
        List<StreamRecord> records = state().map(StreamState::records).orElse(List.of());
        return records.isEmpty() ? -1 : records.get(records.size() - 1).range().end();
    }

    private List<Map<String, @Nullable Object>> rows() {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>(store.rows(table, columns));
        sort(rows);
        return rows;
    }

    /** A batch query while the chain stands still: the server's own answer to what is on it. */
    private List<Map<String, @Nullable Object>> canonical() {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        try (AmpClient client = AmpClient.connect(devnet.url());
                BatchStream batches = client.sql(sql()).batches()) {
            for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
                CanonicalRows.of(batch.root()).forEach(row -> rows.add(stored(row)));
            }
        }
        sort(rows);
        return rows;
    }

    private Map<String, @Nullable Object> stored(Map<String, @Nullable Object> row) {
        Map<String, @Nullable Object> stored = new LinkedHashMap<>();
        for (Field column : columns) {
            stored.put(column.getName(), store.stored(column, row.get(column.getName())));
        }
        return stored;
    }

    private static void sort(List<Map<String, @Nullable Object>> rows) {
        rows.sort(Comparator.comparing(row -> (BigInteger) row.get(ORDER)));
    }

    String summary() {
        StreamState state = state().orElseThrow();
        return "block " + lastBlock() + ", " + rows().size() + " rows, "
                + state.header().seq() + " commits, epoch " + state.header().epoch();
    }

    /** Patience begins anew with each commit: on a busy machine a loader may have much to catch up with. */
    private void await(Duration patience, String what, LoaderProcess loader, BooleanSupplier condition) {
        AtomicLong reached = new AtomicLong(-1);
        long deadline = System.nanoTime() + patience.toNanos();
        while (!holds(condition)) {
            loader.requireAlive();
            if (holds(() -> seq() > reached.getAndUpdate(before -> Math.max(before, seq())))) {
                deadline = System.nanoTime() + patience.toNanos();
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("waited " + patience + " for " + what + "; " + loader.threads());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** A server that was just started again may still refuse. */
    private static boolean holds(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (AmpException e) {
            if (e.retryable()) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        loader.close();
    }
}
