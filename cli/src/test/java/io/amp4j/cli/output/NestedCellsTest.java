package io.amp4j.cli.output;

import static io.amp4j.cli.output.CellsTest.json;
import static io.amp4j.cli.output.CellsTest.plain;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NestedCellsTest {
    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void no_memory_is_left() {
        allocator.close();
    }

    @Test
    void lists_are_arrays_and_tell_empty_from_null() {
        try (ListVector lists = ListVector.empty("v", allocator)) {
            lists.addOrGetVector(FieldType.nullable(new ArrowType.Int(64, false)));
            UInt8Vector elements = (UInt8Vector) lists.getDataVector();
            lists.startNewValue(0);
            elements.setSafe(0, -1L);
            elements.setNull(1);
            lists.endValue(0, 2);
            lists.startNewValue(1);
            lists.endValue(1, 0);
            lists.setNull(2);
            lists.setValueCount(3);
            assertThat(json(lists, 0)).isEqualTo("[18446744073709551615,null]");
            assertThat(plain(lists, 0)).isEqualTo("[18446744073709551615,null]");
            assertThat(json(lists, 1)).isEqualTo("[]");
            assertThat(json(lists, 2)).isEqualTo("null");
        }
    }

    @Test
    void large_and_fixed_lists_are_arrays_too() {
        try (LargeListVector large = LargeListVector.empty("v", allocator);
                FixedSizeListVector fixed = FixedSizeListVector.empty("v", 2, allocator)) {
            FieldType number = FieldType.nullable(MinorType.BIGINT.getType());
            large.addOrGetVector(number);
            large.startNewValue(0);
            ((BigIntVector) large.getDataVector()).setSafe(0, 7);
            large.endValue(0, 1);
            large.setValueCount(1);
            fixed.addOrGetVector(number);
            BigIntVector pair = (BigIntVector) fixed.getDataVector();
            for (int i = 0; i < 4; i++) {
                pair.setSafe(i, i);
            }
            fixed.setNotNull(0);
            fixed.setNotNull(1);
            fixed.setValueCount(2);
            assertThat(json(large, 0)).isEqualTo("[7]");
            assertThat(json(fixed, 1)).isEqualTo("[2,3]");
        }
    }

    @Test
    void an_access_list_is_an_array_of_objects() {
        Field keys = new Field("storage_keys", list(), List.of(new Field("item", bytes(2), null)));
        Field entry = new Field(
                "item",
                FieldType.nullable(new ArrowType.Struct()),
                List.of(new Field("address", bytes(2), null), keys));
        try (FieldVector vector = new Field("access_list", list(), List.of(entry)).createVector(allocator)) {
            ListVector lists = (ListVector) vector;
            StructVector entries = (StructVector) lists.getDataVector();
            FixedSizeBinaryVector address = (FixedSizeBinaryVector) entries.getChild("address");
            ListVector storage = (ListVector) entries.getChild("storage_keys");
            lists.startNewValue(0);
            entries.setIndexDefined(0);
            address.setSafe(0, new byte[] {(byte) 0xc0, 1});
            storage.startNewValue(0);
            ((FixedSizeBinaryVector) storage.getDataVector()).setSafe(0, new byte[] {0, 9});
            storage.endValue(0, 1);
            lists.endValue(0, 1);
            lists.setValueCount(1);
            assertThat(json(vector, 0)).isEqualTo("[{\"address\":\"0xc001\",\"storage_keys\":[\"0x0009\"]}]");
        }
    }

    @Test
    void a_struct_shows_null_fields_and_escapes_names() {
        try (StructVector struct = StructVector.empty("v", allocator)) {
            IntVector number = struct.addOrGet("a \"b\"", FieldType.nullable(MinorType.INT.getType()), IntVector.class);
            VarCharVector text =
                    struct.addOrGet("t", FieldType.nullable(MinorType.VARCHAR.getType()), VarCharVector.class);
            struct.setIndexDefined(0);
            number.setNull(0);
            text.setSafe(0, "x,\"y\"".getBytes(StandardCharsets.UTF_8));
            struct.setNull(1);
            struct.setValueCount(2);
            assertThat(json(struct, 0)).isEqualTo("{\"a \\\"b\\\"\":null,\"t\":\"x,\\\"y\\\"\"}");
            assertThat(json(struct, 1)).isEqualTo("null");
        }
    }

    @Test
    void a_map_is_an_object_whose_keys_are_strings() {
        Field key = new Field("keys", FieldType.notNullable(MinorType.INT.getType()), null);
        Field value = new Field("values", FieldType.nullable(MinorType.VARCHAR.getType()), null);
        Field entries = new Field("entries", FieldType.notNullable(new ArrowType.Struct()), List.of(key, value));
        Field field = new Field("v", FieldType.nullable(new ArrowType.Map(false)), List.of(entries));
        try (FieldVector vector = field.createVector(allocator)) {
            MapVector map = (MapVector) vector;
            StructVector pairs = (StructVector) map.getDataVector();
            map.startNewValue(0);
            for (int i = 0; i < 2; i++) {
                pairs.setIndexDefined(i);
                ((IntVector) pairs.getChild("keys")).setSafe(i, i + 1);
            }
            ((VarCharVector) pairs.getChild("values")).setSafe(0, "one".getBytes(StandardCharsets.UTF_8));
            ((VarCharVector) pairs.getChild("values")).setNull(1);
            map.endValue(0, 2);
            map.setValueCount(1);
            assertThat(json(map, 0)).isEqualTo("{\"1\":\"one\",\"2\":null}");
        }
    }

    private static FieldType list() {
        return FieldType.nullable(new ArrowType.List());
    }

    private static FieldType bytes(int width) {
        return FieldType.nullable(new ArrowType.FixedSizeBinary(width));
    }
}
