package io.amp4j.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.TimeStampNanoVector;
import org.apache.arrow.vector.TimeStampSecVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each target gets the types that its readers know, with the same values. */
class TargetTest {
    @TempDir
    Path folder;

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void holds_no_memory() {
        assertThat(allocator.getAllocatedMemory()).isZero();
        allocator.close();
    }

    private Path file() {
        return folder.resolve("file.parquet");
    }

    private void write(VectorSchemaRoot root, ParquetTarget target) {
        try (ParquetWriter writer =
                ParquetWriter.builder(file(), root.getSchema()).target(target).build()) {
            writer.write(root);
            writer.finish();
        }
    }

    private static ParquetTarget target(String name) {
        return switch (name) {
            case "delta" -> ParquetTarget.delta();
            case "icebergV2" -> ParquetTarget.icebergV2();
            case "icebergV3" -> ParquetTarget.icebergV3();
            default -> ParquetTarget.arrow();
        };
    }

    private static List<Field> fields(String name) {
        List<Field> fields = new ArrayList<>(Samples.commonFlat());
        fields.addAll(Samples.nested());
        if (!name.equals("delta")) {
            fields.addAll(Samples.times());
        }
        return fields;
    }

    @ParameterizedTest
    @ValueSource(strings = {"arrow", "delta", "icebergV2", "icebergV3"})
    void every_target_reads_back_the_same_values(String name) throws Exception {
        long seed = System.nanoTime();
        System.err.println("seed " + seed);
        try (VectorSchemaRoot root = new Samples(new Random(seed), 0.2).root(allocator, fields(name), 1_500)) {
            write(root, target(name));
            assertThat(normalised(ParquetJava.rows(file())))
                    .as("seed %d", seed)
                    .isEqualTo(normalised(Canonical.rows(root)));
        }
    }

    /** An unsigned 64-bit number may come back as a decimal: the same number. */
    private static List<Object> normalised(List<?> rows) {
        List<Object> result = new ArrayList<>();
        for (Object value : rows) {
            if (value instanceof List<?> inner) {
                result.add(normalised(inner));
            } else {
                result.add(value instanceof BigInteger whole ? new BigDecimal(whole) : value);
            }
        }
        return result;
    }

    private String schema(ParquetTarget target, Field... fields) throws Exception {
        try (VectorSchemaRoot root = VectorSchemaRoot.create(new Schema(List.of(fields)), allocator)) {
            write(root, target);
        }
        MessageType type = ParquetJava.footer(file()).getFileMetaData().getSchema();
        return type.toString().replaceAll("\\s+", " ");
    }

    private static Field[] chain() {
        return Samples.commonFlat().stream()
                .filter(field -> List.of("u8", "u16", "u32", "u64", "fixed20", "ts_s", "ts_ns", "i8")
                        .contains(field.getName()))
                .toArray(Field[]::new);
    }

    @Test
    void arrow_keeps_what_parquet_can_say() throws Exception {
        assertThat(schema(ParquetTarget.arrow(), chain()))
                .contains("optional int32 i8 (INTEGER(8,true));")
                .contains("optional int32 u8 (INTEGER(8,false));")
                .contains("optional int32 u16 (INTEGER(16,false));")
                .contains("optional int32 u32 (INTEGER(32,false));")
                .contains("optional int64 u64 (INTEGER(64,false));")
                .contains("optional fixed_len_byte_array(20) fixed20;")
                .contains("optional int64 ts_s (TIMESTAMP(MILLIS,true));")
                .contains("optional int64 ts_ns (TIMESTAMP(NANOS,true));");
    }

    @Test
    void delta_gets_microseconds_and_nothing_unsigned_or_fixed() throws Exception {
        assertThat(schema(ParquetTarget.delta(), chain()))
                .contains("optional int32 u8 (INTEGER(16,true));")
                .contains("optional int32 u16;")
                .contains("optional int64 u32;")
                .contains("optional fixed_len_byte_array(9) u64 (DECIMAL(20,0));")
                .contains("optional binary fixed20;")
                .contains("optional int64 ts_s (TIMESTAMP(MICROS,true));")
                .contains("optional int64 ts_ns (TIMESTAMP(MICROS,true));");
    }

    @Test
    void iceberg_keeps_fixed_binary_and_from_version_three_nanoseconds() throws Exception {
        assertThat(schema(ParquetTarget.icebergV2(), chain()))
                .contains("optional fixed_len_byte_array(20) fixed20;")
                .contains("optional int64 ts_ns (TIMESTAMP(MICROS,true));");
        assertThat(schema(ParquetTarget.icebergV3(), chain()))
                .contains("optional int64 ts_s (TIMESTAMP(MICROS,true));")
                .contains("optional int64 ts_ns (TIMESTAMP(NANOS,true));");
    }

    @Test
    void lists_and_maps_have_the_names_that_the_format_gives_them() throws Exception {
        assertThat(schema(ParquetTarget.arrow(), Samples.nested().toArray(Field[]::new)))
                .contains(
                        "optional group list (LIST) { repeated group list { optional fixed_len_byte_array(32) element; } }")
                .contains("repeated group list { required int64 element; }")
                .contains("required group required_list (LIST)")
                .contains("optional group map (MAP) { repeated group key_value { required binary key (STRING);"
                        + " optional group value (LIST)");
    }

    @Test
    void a_nanosecond_that_microseconds_would_drop_is_refused_or_floored() throws Exception {
        try (TimeStampNanoVector vector = new TimeStampNanoVector("at", allocator);
                VectorSchemaRoot root = new VectorSchemaRoot(List.of((FieldVector) vector))) {
            vector.setSafe(0, -1_500);
            vector.setSafe(1, 1_999);
            root.setRowCount(2);
            assertThatThrownBy(() -> write(root, ParquetTarget.delta()))
                    .isInstanceOf(AmpException.class)
                    .hasMessageContaining("column at")
                    .extracting(e -> ((AmpException) e).code())
                    .isEqualTo(ParquetError.VALUE);
            write(root, ParquetTarget.delta().withLoss(ParquetTarget.Loss.FLOOR));
            assertThat(ParquetJava.rows(file()))
                    .containsExactly(List.of(BigInteger.valueOf(-2_000)), List.of(BigInteger.valueOf(1_000)));
        }
    }

    @Test
    void a_time_beyond_the_unit_is_refused() {
        try (TimeStampSecVector vector = new TimeStampSecVector("at", allocator);
                VectorSchemaRoot root = new VectorSchemaRoot(List.of((FieldVector) vector))) {
            vector.setSafe(0, Long.MAX_VALUE / 1_000);
            root.setRowCount(1);
            assertCode(() -> write(root, ParquetTarget.delta()), ParquetError.VALUE);
        }
    }

    @Test
    void a_negative_interval_is_refused() {
        try (IntervalYearVector vector = new IntervalYearVector("i", allocator);
                VectorSchemaRoot root = new VectorSchemaRoot(List.of((FieldVector) vector))) {
            vector.setSafe(0, -1);
            root.setRowCount(1);
            assertCode(() -> write(root, ParquetTarget.arrow()), ParquetError.VALUE);
        }
    }

    @Test
    void a_decimal_with_more_digits_than_its_type_says_is_refused() {
        try (DecimalVector vector = new DecimalVector("d", allocator, 9, 0);
                VectorSchemaRoot root = new VectorSchemaRoot(List.of((FieldVector) vector))) {
            vector.setSafe(0, 1L << 40);
            root.setRowCount(1);
            assertCode(() -> write(root, ParquetTarget.arrow()), ParquetError.VALUE);
        }
    }

    @Test
    void half_floats_are_widened_exactly() throws Exception {
        try (Float2Vector vector = new Float2Vector("f", allocator);
                VectorSchemaRoot root = new VectorSchemaRoot(List.of((FieldVector) vector))) {
            for (int bits = 0; bits < 1 << 16; bits++) {
                vector.setSafe(bits, (short) bits);
            }
            root.setRowCount(1 << 16);
            write(root, ParquetTarget.delta());
            List<List<Object>> rows = ParquetJava.rows(file());
            for (int bits = 0; bits < 1 << 16; bits++) {
                float expected = vector.getValueAsFloat(bits);
                Object actual = rows.get(bits).get(0);
                if (Float.isNaN(expected)) {
                    assertThat(Float.intBitsToFloat(
                                    Integer.parseInt(actual.toString().substring(5))))
                            .isNaN();
                } else {
                    assertThat(actual).as("%x", bits).isEqualTo("bits " + Float.floatToRawIntBits(expected));
                }
            }
        }
    }

    @Test
    void types_that_a_table_format_has_not_are_refused_when_the_writer_is_built() {
        for (Field field : Samples.extras()) {
            boolean widened = List.of("f16", "d30_256").contains(field.getName());
            for (ParquetTarget target : List.of(ParquetTarget.delta(), ParquetTarget.icebergV2())) {
                if (!widened) {
                    assertCode(() -> build(target, field), ParquetError.TYPE);
                }
            }
        }
        for (Field field : Samples.times()) {
            assertCode(() -> build(ParquetTarget.delta(), field), ParquetError.TYPE);
        }
    }

    @Test
    void types_that_parquet_has_not_are_refused() {
        List<Field> refused = List.of(
                Samples.field(
                        "u", new ArrowType.Union(UnionMode.Dense, new int[] {0}), Samples.field("a", Samples.INT32)),
                Samples.field("empty", ArrowType.Struct.INSTANCE),
                Samples.field("zero", Samples.fixed(0)),
                Samples.field("scale", new ArrowType.Decimal(5, 6, 128)));
        for (Field field : refused) {
            assertCode(() -> build(ParquetTarget.arrow(), field), ParquetError.TYPE);
        }
    }

    private static void build(ParquetTarget target, Field field) {
        ParquetWriter.builder(new ByteArrayOutputStream(), new Schema(List.of(field)))
                .target(target)
                .build()
                .close();
    }

    private static void assertCode(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, ParquetError code) {
        assertThatThrownBy(call)
                .isInstanceOf(AmpException.class)
                .extracting(e -> ((AmpException) e).code())
                .isEqualTo(code);
    }

    @Test
    void widened_unsigned_numbers_keep_their_highest_bit() throws Exception {
        Field field = Samples.field("u64", Samples.UINT64);
        try (VectorSchemaRoot root = VectorSchemaRoot.create(new Schema(List.of(field)), allocator)) {
            ((org.apache.arrow.vector.UInt8Vector) root.getVector(0)).setSafe(0, -1L);
            root.setRowCount(1);
            write(root, ParquetTarget.icebergV2());
            assertThat(ParquetJava.rows(file())).containsExactly(List.of(new BigDecimal("18446744073709551615")));
        }
    }
}
