package io.amp4j.lmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.BatchId;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.spi.Unit;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lmdbjava.ByteArrayProxy;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;

/** What was loaded, as a program reads it: by key, by range, and by nothing but LMDB and the documented layout. */
class LmdbReaderTest {
    @TempDir
    Path directory;

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void count_memory() {
        allocator.close();
    }

    private void load(String settings, Pairs pairs) {
        try (Loader loader = loader(settings)) {
            pairs.load(loader, allocator, Pairs.request("pairs"), "one");
        }
    }

    private Loader loader(String settings) {
        return Destinations.open("lmdb:" + directory + settings, Map.of("sync", "risks-database"));
    }

    private LmdbReader reader() {
        return LmdbReader.open(directory, allocator);
    }

    private List<@Nullable Object> column(String name, KeyRange range) {
        List<@Nullable Object> values = new ArrayList<>();
        try (LmdbReader reader = reader()) {
            Scans.rows(reader, "pairs", range).forEach(row -> values.add(row.get(name)));
        }
        return values;
    }

    @Test
    void a_row_is_found_by_its_key() {
        load("?key=number,text", new Pairs(List.of(-3L, 0L, 7L), List.of("a", "b", "c")));
        try (LmdbReader reader = reader();
                LmdbTable table = reader.table("pairs")) {
            assertThat(table.keyColumns()).containsExactly("number", "text");
            VectorSchemaRoot row = table.get(-3, "a").orElseThrow();
            assertThat(row.getRowCount()).isEqualTo(1);
            assertThat(row.getVector("text").getObject(0)).hasToString("a");
            assertThat(row.getVector("_amp_batch_id").getObject(0))
                    .hasToString(BatchId.ofLoad("one").value());
            assertThat(table.get(-3, "b")).isEmpty();
            assertThat(table.get(7, "c")).isPresent();
            assertThatThrownBy(() -> table.get(7)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> table.get("c", 7)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void ranges_are_those_of_the_values() {
        load("?key=number", new Pairs(List.of(10L, 9L, -1L, 100L, -200L), Collections.nCopies(5, "x")));
        assertThat(column("number", KeyRange.all())).containsExactly(big(-200), big(-1), big(9), big(10), big(100));
        assertThat(column("number", KeyRange.from(-1).to(10))).containsExactly(big(-1), big(9), big(10));
        assertThat(column("number", KeyRange.from(11))).containsExactly(big(100));
        assertThat(column("number", KeyRange.all().to(-2))).containsExactly(big(-200));
        assertThat(column("number", KeyRange.from(11).to(99))).isEmpty();
    }

    @Test
    void ordered_keys_have_the_order_of_their_columns() {
        Random random = new Random(3);
        List<Long> numbers = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            numbers.add(random.nextBoolean() ? random.nextLong() : random.nextLong(-20, 20));
            texts.add(text(random) + i);
        }
        load("?key=text,number", new Pairs(List.copyOf(numbers), texts));
        List<@Nullable Object> read = column("text", KeyRange.all());
        assertThat(read)
                .hasSize(3_000)
                .isSortedAccordingTo(Comparator.comparing(
                        text -> HexFormat.of().formatHex(String.valueOf(text).getBytes(StandardCharsets.UTF_8))));
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append((char) random.nextInt(3));
        }
        return text.append('z').toString();
    }

    @Test
    void the_first_columns_of_a_key_are_enough_for_a_range() {
        load("?key=text,number", new Pairs(List.of(1L, 2L, 3L, 4L), List.of("a", "ab", "a", "b")));
        assertThat(column("number", KeyRange.of("a"))).containsExactly(big(1), big(3));
        assertThat(column("number", KeyRange.from("a", 2).to("ab"))).containsExactly(big(3), big(2));
    }

    @Test
    void a_pattern_is_the_key_as_it_is_written() {
        load("?key=row-{number}:{text}", new Pairs(List.of(-5L, 12L), List.of("a", "b")));
        assertThat(raw().keySet()).containsExactlyInAnyOrder(hex("row--5:a"), hex("row-12:b"));
        try (LmdbReader reader = reader();
                LmdbTable table = reader.table("pairs")) {
            assertThat(table.get(12, "b")).isPresent();
        }
    }

    @Test
    void a_pattern_can_be_ordered() {
        load("?key={number}/{text}&key-encoding=ordered", Pairs.of(1, "a"));
        assertThat(raw().keySet()).containsExactly("8000000000000001" + hex("/a"));
    }

    /** Nothing of ours is used to read it, but the documentation. */
    @Test
    void a_value_is_laid_out_as_documented() {
        load("?key=number", Pairs.of(258, "xyz"));
        String id = BatchId.ofLoad("one").value();
        assertThat(raw())
                .isEqualTo(Map.of("8000000000000102", id + "00" + "03" + "0201000000000000" + "03" + hex("xyz")));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, String> raw() {
        Map<String, String> entries = new TreeMap<>();
        try (Env<byte[]> env = Env.create(ByteArrayProxy.PROXY_BA).setMaxDbs(8).open(directory.toFile())) {
            Dbi<byte[]> rows = env.openDbi("pairs");
            try (Txn<byte[]> txn = env.txnRead();
                    Cursor<byte[]> cursor = rows.openCursor(txn)) {
                for (boolean there = cursor.first(); there; there = cursor.next()) {
                    entries.put(
                            HexFormat.of().formatHex(cursor.key()),
                            HexFormat.of().formatHex(cursor.val()));
                }
            }
        }
        return entries;
    }

    @Test
    void rows_without_a_key_are_found_by_their_place() {
        load("", new Pairs(List.of(3L, 1L, 2L), List.of("a", "b", "c")));
        assertThat(column("number", KeyRange.all())).containsExactly(big(3), big(1), big(2));
        try (LmdbReader reader = reader();
                LmdbTable table = reader.table("pairs")) {
            assertThat(table.keyColumns()).containsExactly("first_block", "stream", "batch", "row");
            byte[] batch = HexFormat.of().parseHex(BatchId.ofLoad("one").value());
            assertThat(table.get(0, 1, batch, 2).orElseThrow().getVector("text").getObject(0))
                    .hasToString("c");
        }
    }

    @Test
    void rows_from_before_a_column_was_added_have_none() {
        Schema narrow = new Schema(List.of(Pairs.NUMBER));
        try (Loader loader = loader("?key=number")) {
            var before = Pairs.request("pairs", LoadMode.APPEND, narrow, TablePolicy.CREATE_IF_MISSING);
            try (LoadSession session = loader.open(before);
                    Unit unit = session.begin();
                    VectorSchemaRoot pairs = Pairs.of(1, "").batch(allocator);
                    VectorSchemaRoot rows = new VectorSchemaRoot(List.of(pairs.getVector(0)))) {
                rows.setRowCount(1);
                unit.write(BatchId.ofLoad("zero"), null, rows);
                unit.commit(new StateChange(List.of(), List.of(), null));
            }
            try (LmdbReader reader = reader();
                    LmdbTable table = reader.table("pairs")) {
                assertThat(table.schema().findField("_amp_batch_id")).isNotNull();
                var wider = Pairs.request("pairs", LoadMode.APPEND, Pairs.SCHEMA, TablePolicy.ADD_MISSING_COLUMNS);
                Pairs.of(2, "two").load(loader, allocator, wider, "one");
                assertThat(table.get(2).orElseThrow().getVector("text").getObject(0))
                        .hasToString("two");
                assertThat(table.get(1).orElseThrow().getVector("text").isNull(0))
                        .isTrue();
            }
        }
        List<@Nullable Object> texts = column("text", KeyRange.all());
        assertThat(texts).containsExactly(null, "two");
    }

    @Test
    void a_scan_sees_one_snapshot_while_more_is_loaded() throws Exception {
        try (Loader loader = loader("?key=number")) {
            Pairs many = new Pairs(LongStream.range(0, 20_000).boxed().toList(), Collections.nCopies(20_000, "text"));
            many.load(loader, allocator, Pairs.request("pairs"), "one");
            try (LmdbReader reader = reader();
                    LmdbTable table = reader.table("pairs");
                    ArrowReader scan = table.scan()) {
                assertThat(scan.loadNextBatch()).isTrue();
                Pairs.of(20_000, "late").load(loader, allocator, Pairs.request("pairs"), "two");
                long rows = scan.getVectorSchemaRoot().getRowCount();
                while (scan.loadNextBatch()) {
                    rows += scan.getVectorSchemaRoot().getRowCount();
                }
                assertThat(rows).isEqualTo(20_000);
                assertThat(table.get(20_000)).isPresent();
            }
        }
    }

    @Test
    void tables_are_listed_and_a_missing_one_is_named() {
        load("", Pairs.of(1, "a"));
        try (LmdbReader reader = reader()) {
            assertThat(reader.tables()).containsExactly(new TableName(null, "pairs"));
            assertThatThrownBy(() -> reader.table("others")).hasMessageContaining("others");
        }
    }

    private static BigInteger big(long number) {
        return BigInteger.valueOf(number);
    }
}
