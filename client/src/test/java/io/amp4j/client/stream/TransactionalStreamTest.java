package io.amp4j.client.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Transactions over a model server; the chain is the test's to move. */
@Timeout(120)
class TransactionalStreamTest {
    static final Backoff AT_ONCE = new Backoff(Duration.ZERO, Duration.ZERO, Integer.MAX_VALUE);
    private static final StreamOptions OPTIONS = StreamOptions.defaults().withBackoff(AT_ONCE);

    private final BufferAllocator allocator = new RootAllocator();
    private final Random random = new Random(1);
    private final ModelChain chain = new ModelChain(random, 0);

    @AfterEach
    void no_memory_is_left() {
        allocator.close();
    }

    private ModelQuery query() {
        return new ModelQuery(chain, random, allocator, ModelQuery.Quiet.FAIL, () -> {});
    }

    private static StreamEvent.Watermark watermark(TransactionalStream stream) {
        StreamEvent event = stream.next();
        while (!(event instanceof StreamEvent.Watermark)) {
            event = stream.next();
        }
        return (StreamEvent.Watermark) event;
    }

    @Test
    void numbers_rise_and_the_first_stream_has_nothing_to_undo() {
        chain.grow(20);
        try (TransactionalStream stream = TransactionalStream.open(query(), StreamStateStore.inMemory(), OPTIONS)) {
            long last = 0;
            for (int i = 0; i < 8; i++) {
                StreamEvent event = stream.next();
                assertThat(event).isNotInstanceOf(StreamEvent.Undo.class);
                assertThat(event.transaction()).isGreaterThan(last);
                last = event.transaction();
            }
        }
    }

    @Test
    void goes_on_behind_the_last_commit_and_undoes_what_came_after_it() {
        chain.grow(40);
        StreamStateStore store = StreamStateStore.inMemory();
        ModelQuery killed = query();
        StreamEvent.Watermark committed = watermark(TransactionalStream.open(killed, store, OPTIONS));
        committed.handle().commit();
        killed.closeAll();

        try (TransactionalStream stream = TransactionalStream.open(query(), store, OPTIONS)) {
            StreamEvent.Undo undo = (StreamEvent.Undo) stream.next();
            assertThat(undo.since()).isEqualTo(committed.transaction() + 1);
            assertThat(undo.cause()).isEqualTo(StreamEvent.Cause.RESTART);
            assertThat(undo.reorg()).isNull();
            assertThat(watermark(stream).range().start())
                    .isEqualTo(committed.range().end() + 1);
        }
    }

    @Test
    void a_crash_before_the_first_commit_undoes_all() {
        chain.grow(10);
        StreamStateStore store = StreamStateStore.inMemory();
        ModelQuery killed = query();
        StreamEvent.Watermark first = watermark(TransactionalStream.open(killed, store, OPTIONS));
        killed.closeAll();

        try (TransactionalStream stream = TransactionalStream.open(query(), store, OPTIONS)) {
            StreamEvent.Undo undo = (StreamEvent.Undo) stream.next();
            assertThat(undo.since()).isEqualTo(1);
            assertThat(undo.transaction()).isGreaterThan(first.transaction());
            assertThat(watermark(stream).range().start()).isZero();
        }
    }

    @Test
    void a_stream_that_was_closed_with_all_committed_leaves_nothing_to_undo() {
        chain.grow(10);
        StreamStateStore store = StreamStateStore.inMemory();
        try (TransactionalStream stream = TransactionalStream.open(query(), store, OPTIONS)) {
            watermark(stream).handle().commit();
        }
        try (TransactionalStream stream = TransactionalStream.open(query(), store, OPTIONS)) {
            assertThat(stream.next()).isNotInstanceOf(StreamEvent.Undo.class);
        }
    }

    @Test
    void handles_commit_in_order_out_of_order_and_twice() {
        chain.grow(40);
        List<String> saved = new ArrayList<>();
        StreamStateStore memory = StreamStateStore.inMemory();
        StreamStateStore store = new StreamStateStore() {
            @Override
            public Optional<String> load() {
                return memory.load();
            }

            @Override
            public void save(String state) {
                saved.add(state);
                memory.save(state);
            }
        };
        ModelQuery query = query();
        TransactionalStream stream = TransactionalStream.open(query, store, OPTIONS);
        StreamEvent.Watermark first = watermark(stream);
        StreamEvent.Watermark second = watermark(stream);
        StreamEvent.Watermark third = watermark(stream);
        saved.clear();

        first.handle().commit();
        assertThat(committedEnd(store)).isEqualTo(first.range().end());
        third.handle().commit();
        assertThat(committedEnd(store)).isEqualTo(third.range().end());
        assertThat(saved).hasSize(2);
        second.handle().commit();
        third.handle().commit();
        assertThat(saved).as("they are committed already").hasSize(2);
        query.closeAll();
    }

    private static long committedEnd(StreamStateStore store) {
        List<StreamRecord> records =
                LedgerState.fromJson(store.load().orElseThrow()).records();
        return records.get(records.size() - 1).range().end();
    }

    @Test
    void a_reorg_is_in_the_store_before_the_consumer_hears_of_it() {
        chain.grow(30);
        StreamStateStore store = StreamStateStore.inMemory();
        ModelQuery query = query();
        TransactionalStream stream = TransactionalStream.open(query, store, OPTIONS);
        StreamEvent.Watermark before = watermark(stream);
        StreamEvent.Watermark last = watermark(stream);
        while (last.range().end() < chain.head()) {
            before = last;
            last = watermark(stream);
        }
        last.handle().commit();
        chain.reorganise((int) last.range().blocks());
        chain.grow(1);

        StreamEvent.Undo undo = (StreamEvent.Undo) stream.next();

        assertThat(undo.cause()).isEqualTo(StreamEvent.Cause.REORG);
        assertThat(undo.ranges()).containsExactly(last.range());
        assertThat(undo.since()).isEqualTo(before.transaction() + 1);
        assertThat(committedEnd(store)).isEqualTo(before.range().end());
        last.handle().commit();
        assertThat(committedEnd(store))
                .as("a late commit brings nothing back")
                .isEqualTo(before.range().end());
        query.closeAll();
    }

    @Test
    void what_is_older_than_the_retention_settles() {
        chain.grow(200);
        StreamStateStore store = StreamStateStore.inMemory();
        StreamOptions options = OPTIONS.withRetention(new Retention(20));
        ModelQuery query = query();
        TransactionalStream stream = TransactionalStream.open(query, store, options);
        StreamEvent.Watermark last = watermark(stream);
        while (last.range().end() < chain.head()) {
            last.handle().commit();
            last = watermark(stream);
        }

        List<StreamRecord> records =
                LedgerState.fromJson(store.load().orElseThrow()).records();
        assertThat(records.get(0).isMerged()).isTrue();
        assertThat(records).hasSizeLessThan(24);
        assertThat(last.settled()).isPositive().isLessThan(last.transaction());
        chain.reorganise(60);
        chain.grow(1);
        assertThatExceptionOfType(AmpException.class)
                .isThrownBy(() -> watermark(stream))
                .satisfies(e -> assertThat(e.code()).isEqualTo(StreamError.BELOW_RETENTION));
        query.closeAll();
    }

    @Test
    void a_load_from_a_block() {
        chain.grow(30);
        StreamOptions options = OPTIONS.withOrigin(StreamOrigin.from(12));
        try (TransactionalStream stream = TransactionalStream.open(query(), StreamStateStore.inMemory(), options)) {
            assertThat(watermark(stream).range().start()).isEqualTo(12);
        }
    }

    @Test
    void another_query_or_another_beginning_is_refused() {
        chain.grow(5);
        StreamStateStore store = StreamStateStore.inMemory();
        try (TransactionalStream stream = TransactionalStream.open(query(), store, OPTIONS)) {
            watermark(stream).handle().commit();
        }
        StreamOptions elsewhere = OPTIONS.withOrigin(StreamOrigin.from(3));

        assertThatExceptionOfType(AmpException.class)
                .isThrownBy(() -> TransactionalStream.open(query(), store, elsewhere))
                .satisfies(e -> assertThat(e.code()).isEqualTo(StreamError.ANOTHER_STREAM));
        store.save("{}");
        assertThatExceptionOfType(AmpException.class)
                .isThrownBy(() -> TransactionalStream.open(query(), store, OPTIONS))
                .satisfies(e -> assertThat(e.code()).isEqualTo(StreamError.STATE_UNREADABLE));
    }

    @Test
    void gives_up_after_the_attempts_that_were_allowed() {
        int[] calls = {0};
        ModelQuery failing = new ModelQuery(chain, random, allocator, ModelQuery.Quiet.FAIL, () -> {
            calls[0]++;
            throw new AmpException(ClientError.UNAVAILABLE, "down");
        });
        StreamOptions options = OPTIONS.withBackoff(new Backoff(Duration.ZERO, Duration.ZERO, 3));
        try (TransactionalStream stream = TransactionalStream.open(failing, StreamStateStore.inMemory(), options)) {
            assertThatExceptionOfType(AmpException.class)
                    .isThrownBy(stream::next)
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ClientError.UNAVAILABLE));
            assertThat(calls[0]).isEqualTo(4);
            assertThatExceptionOfType(AmpException.class).isThrownBy(stream::next);
            assertThat(calls[0]).as("it is over").isEqualTo(4);
        }
    }

    @Test
    void closing_wakes_a_reader_on_a_quiet_chain() throws Exception {
        ModelQuery quiet = new ModelQuery(chain, random, allocator, ModelQuery.Quiet.WAIT, () -> {});
        TransactionalStream stream = TransactionalStream.open(quiet, StreamStateStore.inMemory(), OPTIONS);
        StreamEvent.Watermark first = watermark(stream);
        assertThat(first.range().end()).isEqualTo(chain.head());
        CompletableFuture<StreamEvent> waiting = CompletableFuture.supplyAsync(stream::next);

        stream.close();

        assertThat(waiting.handle((event, e) -> e).get(10, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(AmpException.class)
                .hasMessageContaining("AMP-CANCELLED");
    }

    @Test
    void a_state_in_a_file_is_replaced_as_a_whole(@TempDir Path directory) {
        Path file = directory.resolve("state.json");
        StreamStateStore store = StreamStateStore.inFile(file);
        assertThat(store.load()).isEmpty();
        store.save("one");
        store.save("two");

        assertThat(StreamStateStore.inFile(file).load()).contains("two");
        assertThat(directory).isDirectoryContaining(path -> path.endsWith("state.json"));
        assertThat(directory.toFile().list()).hasSize(1);
        assertThatExceptionOfType(AmpException.class)
                .isThrownBy(() ->
                        StreamStateStore.inFile(directory.resolve("no/such")).save("x"))
                .satisfies(e -> assertThat(e.code()).isEqualTo(StreamError.STORE));
    }

    @Test
    void the_consumer_ends_with_the_canonical_chain_whatever_happens() {
        int seeds = Integer.getInteger("amp.stream.seeds", 400);
        Set<StreamEvent.Cause> causes = EnumSet.noneOf(StreamEvent.Cause.class);
        for (long seed = 0; seed < seeds; seed++) {
            try {
                run(new Random(seed), causes);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
        assertThat(causes).containsExactlyInAnyOrder(StreamEvent.Cause.values());
    }

    private void run(Random chance, Set<StreamEvent.Cause> causes) {
        ModelStorm storm = new ModelStorm(chance, 150);
        StreamOrigin origin =
                chance.nextInt(3) == 0 ? StreamOrigin.from(1 + chance.nextInt(15)) : StreamOrigin.earliest();
        StreamOptions options = OPTIONS.withOrigin(origin);
        StreamStateStore store = StreamStateStore.inMemory();
        TreeMap<Long, List<String>> table = new TreeMap<>();
        List<CommitHandle> handles = new ArrayList<>();
        boolean over = false;
        while (!over) {
            ModelQuery query = new ModelQuery(storm.chain(), chance, allocator, ModelQuery.Quiet.FAIL, storm::blow);
            TransactionalStream stream = TransactionalStream.open(query, store, options);
            over = consume(stream, storm, chance, table, handles, causes);
            query.closeAll();
            handles.clear();
        }
        List<String> rows = new ArrayList<>();
        table.values().forEach(rows::addAll);
        List<String> wanted = storm.canonicalRows(origin instanceof StreamOrigin.FromBlock from ? from.block() : 0);
        List<String> all = storm.canonicalRows(0);
        assertThat(rows.subList(Math.max(0, rows.size() - wanted.size()), rows.size()))
                .isEqualTo(wanted);
        assertThat(rows)
                .as("a range that reaches below the first block wanted is taken whole")
                .isEqualTo(all.subList(Math.max(0, all.size() - rows.size()), all.size()));
    }

    /** Reads until it is killed or the chain has nothing more to say; true if that was after the storm. */
    private static boolean consume(
            TransactionalStream stream,
            ModelStorm storm,
            Random chance,
            NavigableMap<Long, List<String>> table,
            List<CommitHandle> handles,
            Set<StreamEvent.Cause> causes) {
        while (true) {
            StreamEvent event;
            try {
                event = stream.next();
            } catch (AmpException e) {
                assertThat(e.code()).isEqualTo(ClientError.DATA_LOSS);
                return storm.isOver();
            }
            if (!storm.isOver() && chance.nextInt(30) == 0) {
                return false;
            }
            if (event instanceof StreamEvent.Data data) {
                table.put(data.transaction(), ModelQuery.rows(data.rows()));
            } else if (event instanceof StreamEvent.Undo undo) {
                causes.add(undo.cause());
                table.tailMap(undo.since(), true).clear();
            } else if (event instanceof StreamEvent.Watermark watermark) {
                handles.add(watermark.handle());
                if (chance.nextBoolean()) {
                    handles.get(chance.nextInt(handles.size())).commit();
                }
            }
            if (!storm.isOver() && chance.nextInt(30) == 0) {
                return false;
            }
        }
    }
}
