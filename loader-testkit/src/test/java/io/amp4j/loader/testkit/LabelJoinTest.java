package io.amp4j.loader.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.client.Batch;
import io.amp4j.client.BatchMetadata;
import io.amp4j.client.BatchStream;
import io.amp4j.client.BlockRange;
import io.amp4j.client.Query;
import io.amp4j.loader.labels.LabelError;
import io.amp4j.loader.labels.LabelFile;
import io.amp4j.loader.labels.LabelJoin;
import io.amp4j.loader.labels.LabelType;
import io.amp4j.loader.labels.Labels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Joining labels, against a naive model: a map from what a key stands for to its label. */
class LabelJoinTest {
    private static final int KEYS = 60;
    private static final int LABELS = 40;
    private static final BlockRange RANGE = new BlockRange("test", 3, 4, "0x4", "0x2");
    private static final BatchMetadata OPEN = new BatchMetadata(List.of(RANGE), false);
    private static final BatchMetadata CLOSED = new BatchMetadata(List.of(RANGE), true);

    private final BufferAllocator allocator = new RootAllocator();
    private final Random random = new Random(7);
    private final RandomValues values = new RandomValues(7);
    private final List<VectorSchemaRoot> roots = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void holds_no_memory() {
        roots.forEach(VectorSchemaRoot::close);
        allocator.close();
    }

    /** How the key is written in the query, and how in the file. */
    @SuppressWarnings("ImmutableEnumChecker") // Arrow's types are immutable and do not say so
    enum Keyed {
        FIXED(new ArrowType.FixedSizeBinary(20), LabelType.BINARY),
        BINARY(ArrowType.Binary.INSTANCE, LabelType.BINARY),
        LARGE_BINARY(ArrowType.LargeBinary.INSTANCE, LabelType.BINARY),
        BINARY_VIEW(ArrowType.BinaryView.INSTANCE, LabelType.BINARY),
        HEX(ArrowType.Utf8.INSTANCE, LabelType.BINARY),
        LARGE_HEX(ArrowType.LargeUtf8.INSTANCE, LabelType.BINARY),
        HEX_VIEW(ArrowType.Utf8View.INSTANCE, LabelType.BINARY),
        BINARY_OF_TEXT(new ArrowType.FixedSizeBinary(20), LabelType.TEXT),
        TEXT(ArrowType.Utf8.INSTANCE, LabelType.TEXT),
        UINT64(new ArrowType.Int(64, false), LabelType.INTEGER),
        UINT32(new ArrowType.Int(32, false), LabelType.INTEGER),
        UINT8(new ArrowType.Int(8, false), LabelType.INTEGER),
        INT64(new ArrowType.Int(64, true), LabelType.INTEGER),
        INT16(new ArrowType.Int(16, true), LabelType.INTEGER);

        private final ArrowType query;
        private final LabelType labels;

        Keyed(ArrowType query, LabelType labels) {
            this.query = query;
            this.labels = labels;
        }

        boolean isHex() {
            return labels != LabelType.INTEGER && this != TEXT;
        }
    }

    @ParameterizedTest
    @EnumSource
    void rows_of_any_type_get_the_labels_that_a_naive_join_gives_them(Keyed keyed) throws IOException {
        Schema schema = everyType(keyed.query);
        List<Batch> batches = new ArrayList<>();
        for (int rows : new int[] {0, 1, 200, 3, 77, 0}) {
            batches.add(new Batch(batch(schema, keyed, rows), rows == 3 ? CLOSED : OPEN));
        }
        Query query = new GivenQuery(schema, batches);
        Map<Integer, Map<String, @Nullable Object>> model = new LinkedHashMap<>();
        try (Labels labels = labels(keyed, model)) {
            compare(query, labels.on("key").prefix("label_"), model, batches, true);
            compare(query, labels.on("key").prefix("label_").left(), model, batches, false);
        }
    }

    private void compare(
            Query query,
            LabelJoin join,
            Map<Integer, Map<String, @Nullable Object>> model,
            List<Batch> batches,
            boolean inner) {
        Query labelled = join.join(query);
        try (BatchStream stream = labelled.batches()) {
            assertThat(stream.schema()).isEqualTo(labelled.schema());
            for (Batch batch : batches) {
                List<Map<String, @Nullable Object>> expected = expected(batch.root(), model, inner);
                Batch joined = stream.next();
                assertThat(joined.metadata()).isEqualTo(batch.metadata());
                assertThat(joined.root().getSchema()).isEqualTo(labelled.schema());
                assertThat(CanonicalRows.of(joined.root())).isEqualTo(expected);
            }
            assertThat(stream.next()).isNull();
        }
    }

    private static List<Map<String, @Nullable Object>> expected(
            VectorSchemaRoot batch, Map<Integer, Map<String, @Nullable Object>> model, boolean inner) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (Map<String, @Nullable Object> row : CanonicalRows.of(batch)) {
            Map<String, @Nullable Object> label = model.get(((Number) row.get("id")).intValue());
            Map<String, @Nullable Object> joined = new LinkedHashMap<>(row);
            if (label != null) {
                joined.putAll(label);
            } else {
                List.of("label_name", "label_decimals", "label_other_address").forEach(name -> joined.put(name, null));
            }
            if (label != null || !inner) {
                rows.add(joined);
            }
        }
        return rows;
    }

    /** {@code id} says which key a row has, from the test to the test: -1 if none. */
    private Schema everyType(ArrowType key) {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.notNullable("id", new ArrowType.Int(32, true)));
        fields.addAll(ArrowTypes.ofTables());
        fields.add(Field.nullable("key", key));
        fields.addAll(ArrowTypes.ofQueries());
        return new Schema(fields);
    }

    private VectorSchemaRoot batch(Schema schema, Keyed keyed, int rows) {
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        roots.add(root);
        root.getFieldVectors().forEach(vector -> values.fill(vector, rows));
        FieldVector key = root.getVector("key");
        key.setInitialCapacity(rows);
        key.allocateNew();
        for (int row = 0; row < rows; row++) {
            int id = random.nextInt(KEYS + 5);
            boolean none = id >= KEYS;
            ((BaseIntVector) root.getVector("id")).setWithPossibleTruncate(row, none ? -1 : id);
            if (!none) {
                put(key, row, keyed, id);
            } else if (keyed.isHex() && !(key instanceof FixedSizeBinaryVector) && random.nextBoolean()) {
                putBytes(key, row, "no hex".getBytes(StandardCharsets.UTF_8));
            } else {
                key.setNull(row);
            }
        }
        root.setRowCount(rows);
        return root;
    }

    private void put(FieldVector key, int row, Keyed keyed, int id) {
        if (key instanceof BaseIntVector integers) {
            integers.setWithPossibleTruncate(row, number(id));
        } else if (keyed == Keyed.TEXT) {
            putBytes(key, row, ("Key " + id).getBytes(StandardCharsets.UTF_8));
        } else if (keyed.query instanceof ArrowType.Utf8
                || keyed.query instanceof ArrowType.LargeUtf8
                || keyed.query instanceof ArrowType.Utf8View) {
            putBytes(key, row, hex(id).getBytes(StandardCharsets.UTF_8));
        } else {
            putBytes(key, row, bytes(id));
        }
    }

    private static void putBytes(FieldVector key, int row, byte[] bytes) {
        if (key instanceof BaseVariableWidthVector vector) {
            vector.setSafe(row, bytes);
        } else if (key instanceof BaseLargeVariableWidthVector vector) {
            vector.setSafe(row, bytes);
        } else if (key instanceof BaseVariableWidthViewVector vector) {
            vector.setSafe(row, bytes);
        } else {
            ((FixedSizeBinaryVector) key).setSafe(row, bytes);
        }
    }

    /** Up to 255, so that eight bits without a sign are enough; most would be negative with one. */
    private static long number(int id) {
        return 255 - 3L * id;
    }

    private static byte[] bytes(int id) {
        byte[] bytes = new byte[20];
        new Random(id / 2).nextBytes(bytes);
        bytes[19] = (byte) id; // every second key differs from another in its last byte alone
        return bytes;
    }

    /** One of the ways to write a key. */
    private String hex(int id) {
        String digits = HexFormat.of().formatHex(bytes(id));
        String prefixed = random.nextBoolean() ? digits : "0x" + digits;
        return random.nextBoolean() ? prefixed : prefixed.toUpperCase(Locale.ROOT);
    }

    private Labels labels(Keyed keyed, Map<Integer, Map<String, @Nullable Object>> model) throws IOException {
        StringBuilder csv = new StringBuilder("name,k,decimals,other_address\n");
        for (int id = 0; id < LABELS; id++) {
            String name = random.nextInt(4) == 0 ? null : "n" + "a".repeat(random.nextInt(300)) + id;
            String key = keyed.isHex() ? hex(id) : keyed == Keyed.TEXT ? "Key " + id : "" + number(id);
            csv.append(name == null ? "" : name).append(',').append(key).append(',');
            csv.append(id % 3 == 0 ? "" : id)
                    .append(",0x")
                    .append(HexFormat.of().formatHex(bytes(id)))
                    .append('\n');
            Map<String, @Nullable Object> label = new LinkedHashMap<>();
            label.put("label_name", name);
            label.put("label_decimals", id % 3 == 0 ? null : java.math.BigInteger.valueOf(id));
            label.put("label_other_address", CanonicalRows.hex(bytes(id)));
            model.put(id, label);
        }
        return LabelFile.of(Files.writeString(folder.resolve("labels.csv"), csv))
                .key("k")
                .type("k", keyed.labels)
                .type("decimals", LabelType.INTEGER)
                .read();
    }

    @Test
    void a_second_join_may_look_up_what_the_first_one_brought() throws IOException {
        Schema schema = new Schema(List.of(Field.nullable("token", ArrowType.Utf8.INSTANCE)));
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        roots.add(root);
        ((BaseVariableWidthVector) root.getVector(0)).setSafe(0, "0xAA".getBytes(StandardCharsets.UTF_8));
        root.setRowCount(1);
        Query query = new GivenQuery(schema, List.of(new Batch(root, CLOSED)));
        Labels pools = read("address,pool\naa,p1\n", "address");
        try (Labels names = read("pool,name\np1,Main\n", "pool");
                BatchStream stream =
                        names.on("pool").join(pools.on("token").join(query)).batches()) {
            pools.close(); // what runs keeps what it needs
            assertThat(CanonicalRows.of(stream.next().root())).hasToString("[{token=0xAA, pool=p1, name=Main}]");
        }
    }

    @Test
    void columns_that_do_not_fit_are_refused_with_the_way_out() throws IOException {
        Schema schema = new Schema(List.of(
                Field.nullable("token", new ArrowType.FixedSizeBinary(20)),
                Field.nullable("name", ArrowType.Utf8.INSTANCE),
                Field.nullable("block", new ArrowType.Int(64, false)),
                Field.nullable("twice", ArrowType.Utf8.INSTANCE),
                Field.nullable("twice", ArrowType.Utf8.INSTANCE)));
        Query query = new GivenQuery(schema, List.of());
        try (Labels labels = read("address,name\n0xaa,A\n", "address");
                Labels texts = read("k,v\nno hex,A\n", "k")) {
            assertRefused(labels.on("tokn"), query, LabelError.COLUMN, "no column 'tokn'");
            assertRefused(labels.on("twice"), query, LabelError.COLUMN, "two columns 'twice'");
            assertRefused(labels.on("token"), query, LabelError.COLUMN, "put a prefix before");
            assertRefused(labels.on("block"), query, LabelError.KEY_TYPE, "cannot be compared");
            assertRefused(texts.on("token"), query, LabelError.VALUE, "line 2, column 'k': 'no hex' is no hex");
            assertThat(labels.on("token")
                            .prefix("token_")
                            .join(query)
                            .schema()
                            .findField("token_name")
                            .isNullable())
                    .isTrue();
        }
        Labels closed = read("address,name\n0xaa,A\n", "address");
        closed.close();
        assertRefused(closed.on("token").prefix("token_"), query, LabelError.CLOSED, "closed");
    }

    private static void assertRefused(LabelJoin join, Query query, LabelError code, String words) {
        Query labelled = join.join(query);
        assertThatThrownBy(labelled::schema)
                .isInstanceOfSatisfying(
                        AmpException.class, error -> assertThat(error.code()).isEqualTo(code))
                .hasMessageContaining(words);
        assertThatThrownBy(labelled::batches).hasMessageContaining(words);
    }

    private Labels read(String csv, String key) throws IOException {
        Path file = Files.createTempFile(folder, "labels", ".csv");
        return LabelFile.of(Files.writeString(file, csv)).key(key).read();
    }
}
