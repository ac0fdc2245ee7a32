package io.amp4j.loader.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.arrow.TextRules.Bytes;
import io.amp4j.loader.arrow.TextRules.Intervals;
import io.amp4j.loader.arrow.TextRules.Numbers;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalDayVector;
import org.apache.arrow.vector.TimeStampSecTZVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextColumnsTest {
    private static final TextRules PLAIN = new TextRules(Bytes.HEX, Numbers.PLAIN, null, Intervals.PARTS);

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void holds_no_memory() {
        allocator.close();
    }

    /** The first value as text and as JSON. */
    private List<String> written(ArrowType type, TextRules rules, Consumer<FieldVector> set) {
        Field field = Field.nullable("c", type);
        try (FieldVector vector = field.createVector(allocator)) {
            vector.allocateNew();
            set.accept(vector);
            vector.setValueCount(1);
            TextColumn column = TextColumns.of(field, rules);
            column.bind(vector);
            return List.of(written(buffer -> column.text(buffer, 0)), written(buffer -> column.json(buffer, 0)));
        }
    }

    private static String written(Consumer<TextBuffer> writer) {
        TextBuffer buffer = new TextBuffer(1);
        writer.accept(buffer);
        return new String(buffer.copy(0, buffer.size()), StandardCharsets.UTF_8);
    }

    private String json(TextRules rules, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return written(ArrowType.Utf8.INSTANCE, rules, vector -> ((VarCharVector) vector).setSafe(0, bytes))
                .get(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 15, 16, 17, 40})
    void whatever_must_be_escaped_is_wherever_it_stands(int place) {
        String before = "\u00e9\u007f\u4e2d".repeat(14).substring(0, place);
        String text = (place % 2 == 0 ? "x".repeat(place) : before) + "\"\u0000" + "y".repeat(place) + "\\\u001f\n";
        String expected = text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\u0000", "\\u0000")
                .replace("\n", "\\u000a")
                .replace("\u001f", "\\u001f");
        assertThat(json(PLAIN, text)).isEqualTo("\"" + expected + "\"");
        assertThat(new String(new JsonText(PLAIN).member(text), StandardCharsets.UTF_8))
                .isEqualTo("\"" + expected + "\":");
    }

    @Test
    void a_nul_is_escaped_left_out_or_replaced() {
        assertThat(json(PLAIN, "a\u0000b")).isEqualTo("\"a\\u0000b\"");
        assertThat(json(new TextRules(Bytes.HEX, Numbers.PLAIN, "", Intervals.PARTS), "a\u0000b"))
                .isEqualTo("\"ab\"");
        assertThat(json(new TextRules(Bytes.HEX, Numbers.PLAIN, "\ufffd", Intervals.PARTS), "\u0000b\u0000"))
                .isEqualTo("\"\ufffdb\ufffd\"");
    }

    @ParameterizedTest
    @EnumSource
    void bytes_are_digits_or_themselves(Bytes form) {
        List<String> texts = written(
                ArrowType.Binary.INSTANCE,
                new TextRules(form, Numbers.PLAIN, null, Intervals.PARTS),
                vector -> ((VarBinaryVector) vector).setSafe(0, new byte[] {'A', 0x0f}));
        assertThat(texts)
                .isEqualTo(
                        switch (form) {
                            case HEX -> List.of("0x410f", "\"0x410f\"");
                            case BARE_HEX -> List.of("410f", "\"410f\"");
                            case RAW -> List.of("A\u000f", "\"0x410f\"");
                        });
    }

    @ParameterizedTest
    @EnumSource
    void wide_numbers_are_what_their_reader_can_take(Numbers form) {
        TextRules rules = new TextRules(Bytes.HEX, form, null, Intervals.PARTS);
        assertThat(written(new ArrowType.Int(64, false), rules, vector -> ((UInt8Vector) vector).setSafe(0, -1)))
                .last()
                .isEqualTo(form == Numbers.QUOTED_WHERE_WIDE ? "\"18446744073709551615\"" : "18446744073709551615");
        assertThat(written(
                        new ArrowType.Decimal(38, 18, 128),
                        rules,
                        vector -> ((DecimalVector) vector).setSafe(0, new BigDecimal("-3").movePointLeft(18))))
                .isEqualTo(
                        switch (form) {
                            case PLAIN -> List.of("-0.000000000000000003", "-0.000000000000000003");
                            case SCIENTIFIC -> List.of("-0.000000000000000003", "-3E-18");
                            case QUOTED_WHERE_WIDE -> List.of("-0.000000000000000003", "\"-0.000000000000000003\"");
                        });
    }

    @ParameterizedTest
    @EnumSource
    void intervals_are_in_parts_or_as_java_writes_them(Intervals form) {
        assertThat(written(
                        new ArrowType.Interval(IntervalUnit.DAY_TIME),
                        new TextRules(Bytes.HEX, Numbers.PLAIN, null, form),
                        vector -> ((IntervalDayVector) vector).setSafe(0, 34, 5)))
                .first()
                .isEqualTo(form == Intervals.PARTS ? "P0M34DT0.005S" : "PT816H0.005S");
    }

    @Test
    void what_has_no_value_is_null() {
        Field nothing = Field.nullable("none", ArrowType.Null.INSTANCE);
        Field number = Field.nullable("number", new ArrowType.Int(32, true));
        Field struct = new Field("c", FieldType.nullable(ArrowType.Struct.INSTANCE), List.of(nothing, number));
        try (StructVector vector = (StructVector) struct.createVector(allocator)) {
            vector.allocateNew();
            vector.setIndexDefined(0);
            ((IntVector) vector.getChild("number")).setSafe(1, 7);
            vector.setIndexDefined(1);
            vector.setValueCount(3);
            TextColumn column = TextColumns.of(struct, PLAIN);
            column.bind(vector);
            assertThat(written(out -> column.json(out, 0))).isEqualTo("{\"none\":null,\"number\":null}");
            assertThat(written(out -> column.json(out, 1))).isEqualTo("{\"none\":null,\"number\":7}");
            assertThat(written(out -> column.json(out, 2))).isEqualTo("null");
            assertThat(column.isNull(2)).isTrue();
        }
    }

    @Test
    void a_type_without_text_is_refused_by_the_names_of_both_column_and_type() {
        Field union = Field.nullable("u", new ArrowType.Union(UnionMode.Sparse, new int[0]));
        Field list = new Field("c", FieldType.nullable(ArrowType.List.INSTANCE), List.of(union));
        assertThat(TextColumns.find(list, PLAIN)).isNull();
        assertThatThrownBy(() -> TextColumns.of(list, PLAIN))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(LoadError.UNSUPPORTED))
                .hasMessageContaining("'c'")
                .hasMessageContaining("Union");
        ArrowType index = new ArrowType.Int(32, true);
        Field encoded = new Field("d", new FieldType(true, index, new DictionaryEncoding(1, false, null)), null);
        assertThat(TextColumns.find(encoded, PLAIN)).isNull();
    }

    @Test
    void a_time_that_has_no_date_is_refused() {
        ArrowType type = new ArrowType.Timestamp(TimeUnit.SECOND, "UTC");
        assertThatThrownBy(() ->
                        written(type, PLAIN, vector -> ((TimeStampSecTZVector) vector).setSafe(0, Long.MAX_VALUE)))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(LoadError.VALUE_REFUSED))
                .hasMessageContaining("9223372036854775807");
    }
}
