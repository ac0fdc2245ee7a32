package io.amp4j.client.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.ClientError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Changes over a model server, at least once. */
@Timeout(120)
class CdcStreamTest {
    private static final StreamOptions OPTIONS = StreamOptions.defaults().withBackoff(TransactionalStreamTest.AT_ONCE);

    private final BufferAllocator allocator = new RootAllocator();
    private final Random random = new Random(1);
    private final ModelChain chain = new ModelChain(random, 0);

    @TempDir
    private Path directory;

    @AfterEach
    void no_memory_is_left() {
        allocator.close();
    }

    private ModelQuery query() {
        return new ModelQuery(chain, random, allocator, ModelQuery.Quiet.FAIL, () -> {});
    }

    @Test
    void a_reorg_deletes_the_rows_that_were_inserted_newest_first() {
        ModelStorm storm = new ModelStorm(random, 400);
        ModelQuery query = new ModelQuery(storm.chain(), random, allocator, ModelQuery.Quiet.FAIL, storm::blow);
        Deque<CdcEvent.Insert> inserted = new ArrayDeque<>();
        Deque<List<String>> insertedRows = new ArrayDeque<>();
        int deletes = 0;
        try (CdcStream stream =
                CdcStream.open(query, StreamStateStore.inMemory(), BatchStore.inMemory(), allocator, OPTIONS)) {
            for (CdcEvent event = next(stream); event != null; event = next(stream)) {
                List<String> rows = ModelQuery.rows(event.rows());
                if (event instanceof CdcEvent.Insert insert) {
                    inserted.push(insert);
                    insertedRows.push(rows);
                } else {
                    CdcEvent.Insert last = inserted.pop();
                    assertThat(event.id()).isEqualTo(last.id());
                    assertThat(event.range()).isEqualTo(last.range());
                    assertThat(event.rows().getSchema()).isEqualTo(query.schema());
                    assertThat(rows).isEqualTo(insertedRows.pop());
                    deletes++;
                }
            }
        }
        assertThat(deletes).isPositive();
    }

    private static @Nullable CdcEvent next(CdcStream stream) {
        try {
            return stream.next();
        } catch (AmpException e) {
            assertThat(e.code()).isEqualTo(ClientError.DATA_LOSS);
            return null;
        }
    }

    @Test
    void only_what_the_retention_asks_for_is_kept() {
        chain.grow(120);
        StreamOptions options = OPTIONS.withRetention(new Retention(20));
        BatchStore batches = BatchStore.inDirectory(directory);
        int inserts = 0;
        try (CdcStream stream = CdcStream.open(query(), StreamStateStore.inMemory(), batches, allocator, options)) {
            while (next(stream) != null) {
                inserts++;
            }
        }
        assertThat(batches.since(0)).hasSizeBetween(5, 60);
        assertThat(inserts).isGreaterThan(60);
    }

    @Test
    void a_directory_keeps_batches_by_transaction() throws Exception {
        BatchStore store = BatchStore.inDirectory(directory);
        List<StoredBatch> batches = List.of(stored(3), stored(7), stored(12));
        batches.forEach(batch -> append(store, batch));
        Files.writeString(directory.resolve("0000000000000000099.arrow.tmp"), "half a file");

        assertThat(BatchStore.inDirectory(directory).since(4)).containsExactly(batches.get(2), batches.get(1));
        try (VectorSchemaRoot rows = store.read(batches.get(1), allocator)) {
            assertThat(ModelQuery.rows(rows)).containsExactly("row of 7");
        }
        store.removeUpTo(3);
        store.removeSince(12);
        assertThat(store.since(0)).containsExactly(batches.get(1));
        Files.writeString(directory.resolve("0000000000000000099.arrow"), "no Arrow at all");
        assertThatExceptionOfType(AmpException.class)
                .isThrownBy(() -> store.since(0))
                .satisfies(e -> assertThat(e.code()).isIn(StreamError.STATE_UNREADABLE, StreamError.STORE));
    }

    private static StoredBatch stored(long transaction) {
        BlockRange range = Ranges.range("a", transaction, transaction + 1);
        return new StoredBatch(transaction, BatchId.of(range), range);
    }

    private void append(BatchStore store, StoredBatch batch) {
        try (VectorSchemaRoot rows = ModelQuery.root(List.of("row of " + batch.transaction()), allocator)) {
            store.append(batch, rows);
        }
    }

    /** What outlives a kill, opened anew after it. */
    private record Stores(Supplier<BatchStore> batches, Supplier<StreamStateStore> state) {
        static Stores inMemory() {
            BatchStore batches = BatchStore.inMemory();
            StreamStateStore state = StreamStateStore.inMemory();
            return new Stores(() -> batches, () -> state);
        }

        static Stores onDisk(Path directory) {
            try {
                Files.createDirectory(directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Stores(
                    () -> BatchStore.inDirectory(directory),
                    () -> StreamStateStore.inFile(directory.resolve("state.json")));
        }
    }

    @Test
    void the_consumer_ends_with_the_canonical_chain_whatever_happens_in_memory() {
        runAll(120, seed -> Stores.inMemory());
    }

    @Test
    void the_consumer_ends_with_the_canonical_chain_whatever_happens_on_disk() {
        runAll(4, seed -> Stores.onDisk(directory.resolve("run" + seed)));
    }

    private void runAll(int seeds, LongFunction<Stores> stores) {
        Set<String> kinds = new HashSet<>();
        for (long seed = 0; seed < seeds; seed++) {
            try {
                run(new Random(seed), stores.apply(seed), kinds);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
        assertThat(kinds).containsExactlyInAnyOrder("Insert", "Delete");
    }

    private void run(Random chance, Stores stores, Set<String> kinds) {
        ModelStorm storm = new ModelStorm(chance, 120);
        Set<String> table = new HashSet<>();
        boolean over = false;
        while (!over) {
            ModelQuery query = new ModelQuery(storm.chain(), chance, allocator, ModelQuery.Quiet.FAIL, storm::blow);
            try (BufferAllocator own = allocator.newChildAllocator("cdc", 0, Long.MAX_VALUE)) {
                CdcStream stream = CdcStream.open(
                        query, stores.state().get(), stores.batches().get(), own, OPTIONS);
                over = consume(stream, storm, chance, table, kinds);
                freeAsIfKilled(stream);
            }
            query.closeAll();
        }
        assertThat(table).containsExactlyInAnyOrderElementsOf(storm.canonicalRows(0));
    }

    /** A kill takes the memory with it; closing would also save what is left to save. */
    private static void freeAsIfKilled(CdcStream stream) {
        stream.freeDeleted();
    }

    private static boolean consume(
            CdcStream stream, ModelStorm storm, Random chance, Set<String> table, Set<String> kinds) {
        while (true) {
            CdcEvent event;
            try {
                event = stream.next();
            } catch (AmpException e) {
                assertThat(e.code()).isEqualTo(ClientError.DATA_LOSS);
                return storm.isOver();
            }
            if (!storm.isOver() && chance.nextInt(30) == 0) {
                return false;
            }
            kinds.add(event.getClass().getSimpleName());
            List<String> rows = ModelQuery.rows(event.rows());
            if (event instanceof CdcEvent.Delete) {
                rows.forEach(table::remove);
            } else {
                rows.forEach(row -> assertThat(table.add(row))
                        .as("%s is there already", row)
                        .isTrue());
            }
            if (!storm.isOver() && chance.nextInt(30) == 0) {
                return false;
            }
        }
    }
}
