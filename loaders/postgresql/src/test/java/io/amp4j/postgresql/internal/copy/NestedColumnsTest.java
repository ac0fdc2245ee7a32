package io.amp4j.postgresql.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.postgresql.internal.copy.TypeRules.Binary;
import io.amp4j.postgresql.internal.copy.TypeRules.Lists;
import io.amp4j.postgresql.internal.copy.TypeRules.Nul;
import io.amp4j.postgresql.internal.copy.TypeRules.Timestamps;
import io.amp4j.postgresql.internal.copy.TypeRules.Uint64;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import org.apache.arrow.vector.*;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.complex.impl.UnionListWriter;
import org.apache.arrow.vector.complex.impl.UnionMapWriter;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;

class NestedColumnsTest extends LoadedColumns {
    @Test
    void lists_of_plain_values_are_arrays() throws SQLException {
        Field hashes = list(new ArrowType.FixedSizeBinary(2));
        assertThat(loaded(hashes, 4, (v, i) -> {
                    ListVector lists = (ListVector) v;
                    if (i == 2) {
                        lists.setNull(i);
                        return;
                    }
                    lists.startNewValue(i);
                    FixedSizeBinaryVector values = (FixedSizeBinaryVector) lists.getDataVector();
                    int at = lists.getElementStartIndex(i);
                    int count = i == 1 ? 0 : 3;
                    for (int k = 0; k < count; k++) {
                        if (k == 1) {
                            values.setNull(at + k);
                        } else {
                            values.setSafe(at + k, new byte[] {(byte) i, (byte) k});
                        }
                    }
                    lists.endValue(i, count);
                }))
                .isEqualTo(column(
                        "bytea[]",
                        "{\"\\\\x0000\",NULL,\"\\\\x0002\"}",
                        "{}",
                        "null",
                        "{\"\\\\x0300\",NULL,\"\\\\x0302\"}"));
    }

    @Test
    void large_and_fixed_lists_of_numbers_are_arrays() throws SQLException {
        Field element = new Field("item", FieldType.nullable(new ArrowType.Int(64, false)), null);
        Field large = new Field("c", FieldType.nullable(ArrowType.LargeList.INSTANCE), List.of(element));
        assertThat(loaded(large, 2, (v, i) -> {
                    LargeListVector lists = (LargeListVector) v;
                    lists.startNewValue(i);
                    ((UInt8Vector) lists.getDataVector()).setSafe(i, -1L);
                    lists.endValue(i, 1);
                }))
                .isEqualTo(column("numeric(20,0)[]", "{18446744073709551615}", "{18446744073709551615}"));
        Field fixed = new Field("c", FieldType.nullable(new ArrowType.FixedSizeList(2)), List.of(element));
        assertThat(loaded(fixed, 2, (v, i) -> {
                    FixedSizeListVector lists = (FixedSizeListVector) v;
                    lists.setNotNull(i);
                    ((UInt8Vector) lists.getDataVector()).setSafe(2 * i, 7L);
                    ((UInt8Vector) lists.getDataVector()).setSafe(2 * i + 1, i);
                }))
                .isEqualTo(column("numeric(20,0)[]", "{7,0}", "{7,1}"));
    }

    @Test
    void lists_are_jsonb_when_asked() throws SQLException {
        TypeRules rules = new TypeRules(Uint64.NUMERIC, Binary.BYTEA, Timestamps.EXACT, Nul.REFUSE, Lists.JSONB);
        assertThat(loaded(list(ArrowType.Utf8.INSTANCE), rules, 1, (v, i) -> {
                    UnionListWriter writer = ((ListVector) v).getWriter();
                    writer.setPosition(i);
                    writer.startList();
                    writer.writeVarChar("a \"quote\", a \\ and a\nline");
                    writer.writeVarChar("ü");
                    writer.endList();
                }))
                .isEqualTo(column("jsonb", "[\"a \\\"quote\\\", a \\\\ and a\\nline\", \"ü\"]"));
    }

    @Test
    void an_access_list_is_jsonb() throws SQLException {
        Field keys = new Field(
                "storage_keys",
                FieldType.nullable(ArrowType.List.INSTANCE),
                List.of(new Field("item", FieldType.nullable(new ArrowType.FixedSizeBinary(2)), null)));
        Field address = new Field("address", FieldType.nullable(new ArrowType.FixedSizeBinary(1)), null);
        Field struct = new Field("item", FieldType.nullable(ArrowType.Struct.INSTANCE), List.of(address, keys));
        Field accessList = new Field("c", FieldType.nullable(ArrowType.List.INSTANCE), List.of(struct));
        assertThat(loaded(accessList, 3, (v, i) -> {
                    ListVector lists = (ListVector) v;
                    if (i == 1) {
                        lists.setNull(i);
                        return;
                    }
                    lists.startNewValue(i);
                    StructVector structs = (StructVector) lists.getDataVector();
                    int at = lists.getElementStartIndex(i);
                    structs.setIndexDefined(at);
                    structs.getChild("address", FixedSizeBinaryVector.class).setSafe(at, new byte[] {(byte) 0xee});
                    ListVector inner = structs.getChild("storage_keys", ListVector.class);
                    inner.startNewValue(at);
                    ((FixedSizeBinaryVector) inner.getDataVector())
                            .setSafe(inner.getElementStartIndex(at), new byte[] {0, (byte) i});
                    inner.endValue(at, 1);
                    lists.endValue(i, 1);
                }))
                .isEqualTo(column(
                        "jsonb",
                        "[{\"address\": \"0xee\", \"storage_keys\": [\"0x0000\"]}]",
                        "null",
                        "[{\"address\": \"0xee\", \"storage_keys\": [\"0x0002\"]}]"));
    }

    @Test
    void a_struct_of_every_plain_type_is_jsonb_with_all_digits() throws SQLException {
        Field struct = new Field(
                "c",
                FieldType.nullable(ArrowType.Struct.INSTANCE),
                List.of(
                        child("u", new ArrowType.Int(64, false)),
                        child("d", new ArrowType.Decimal(76, 3, 256)),
                        child("f", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
                        child("b", ArrowType.Bool.INSTANCE),
                        child("t", new ArrowType.Timestamp(TimeUnit.NANOSECOND, "UTC")),
                        child("l", new ArrowType.Timestamp(TimeUnit.MICROSECOND, null)),
                        child("day", new ArrowType.Date(DateUnit.DAY)),
                        child("time", new ArrowType.Time(TimeUnit.MILLISECOND, 32)),
                        child("n", ArrowType.Utf8.INSTANCE)));
        BigDecimal large = new BigDecimal("-1234567890123456789012345678901234567890.125");
        assertThat(loaded(struct, 1, (v, i) -> {
                    StructVector structs = (StructVector) v;
                    structs.setIndexDefined(i);
                    structs.getChild("u", UInt8Vector.class).setSafe(i, -1L);
                    structs.getChild("d", Decimal256Vector.class).setSafe(i, large);
                    structs.getChild("f", Float8Vector.class).setSafe(i, Double.NaN);
                    structs.getChild("b", BitVector.class).setSafe(i, 1);
                    structs.getChild("t", TimeStampNanoTZVector.class).setSafe(i, -1L);
                    structs.getChild("l", TimeStampMicroVector.class).setSafe(i, 1_000_001L);
                    structs.getChild("day", DateDayVector.class).setSafe(i, 0);
                    structs.getChild("time", TimeMilliVector.class).setSafe(i, 3_600_000);
                }))
                .isEqualTo(column(
                        "jsonb",
                        "{\"b\": true, \"d\": -1234567890123456789012345678901234567890.125, \"f\": \"NaN\","
                                + " \"l\": \"1970-01-01T00:00:01.000001\", \"n\": null, \"t\": \"1969-12-31T23:59:59.999999999Z\","
                                + " \"u\": 18446744073709551615, \"day\": \"1970-01-01\", \"time\": \"01:00\"}"));
    }

    @Test
    void a_map_keeps_repeated_keys() throws SQLException {
        Field entries = new Field(
                "entries",
                FieldType.notNullable(ArrowType.Struct.INSTANCE),
                List.of(
                        new Field("key", FieldType.notNullable(ArrowType.Utf8.INSTANCE), null),
                        child("value", new ArrowType.Int(32, true))));
        Field map = new Field("c", FieldType.nullable(new ArrowType.Map(false)), List.of(entries));
        assertThat(loaded(map, 1, (v, i) -> {
                    UnionMapWriter writer = ((MapVector) v).getWriter();
                    writer.setPosition(i);
                    writer.startMap();
                    for (int k = 0; k < 2; k++) {
                        writer.startEntry();
                        writer.key().varChar().writeVarChar("a");
                        writer.value().integer().writeInt(k);
                        writer.endEntry();
                    }
                    writer.endMap();
                }))
                .isEqualTo(column("jsonb", "[{\"key\": \"a\", \"value\": 0}, {\"key\": \"a\", \"value\": 1}]"));
    }
}
