package io.amp4j.postgresql.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.postgresql.internal.copy.TypeRules.Binary;
import io.amp4j.postgresql.internal.copy.TypeRules.Lists;
import io.amp4j.postgresql.internal.copy.TypeRules.Nul;
import io.amp4j.postgresql.internal.copy.TypeRules.Timestamps;
import io.amp4j.postgresql.internal.copy.TypeRules.Uint64;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ObjIntConsumer;
import org.apache.arrow.vector.*;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;

class BytesColumnsTest extends LoadedColumns {
    @Test
    void text_of_every_layout() throws SQLException {
        String[] texts = {"", "plain", "zwölf Zeichen und mehr: ⟠🦄"};
        for (ArrowType type :
                List.of(ArrowType.Utf8.INSTANCE, ArrowType.LargeUtf8.INSTANCE, ArrowType.Utf8View.INSTANCE)) {
            assertThat(loaded(field(type), 3, (v, i) -> setBytes(v, i, utf8(texts[i]))))
                    .isEqualTo(column("text", texts));
        }
    }

    @Test
    void bytes_of_every_layout() throws SQLException {
        byte[][] values = {{}, {0, 1, (byte) 0xff}, new byte[40]};
        String[] expected = {"\\x", "\\x0001ff", "\\x" + "00".repeat(40)};
        for (ArrowType type :
                List.of(ArrowType.Binary.INSTANCE, ArrowType.LargeBinary.INSTANCE, ArrowType.BinaryView.INSTANCE)) {
            assertThat(loaded(field(type), 3, (v, i) -> setBytes(v, i, values[i])))
                    .isEqualTo(column("bytea", expected));
        }
        assertThat(loaded(
                        field(new ArrowType.FixedSizeBinary(3)),
                        2,
                        (v, i) -> ((FixedSizeBinaryVector) v).set(i, new byte[] {(byte) i, 2, 3})))
                .isEqualTo(column("bytea", "\\x000203", "\\x010203"));
    }

    @Test
    void bytes_as_hex_text() throws SQLException {
        TypeRules rules = new TypeRules(Uint64.NUMERIC, Binary.HEX, Timestamps.EXACT, Nul.REFUSE, Lists.ARRAY);
        byte[] large = new byte[1_500];
        Arrays.fill(large, (byte) 0xab);
        assertThat(loaded(
                        field(ArrowType.Binary.INSTANCE),
                        rules,
                        3,
                        (v, i) ->
                                setBytes(v, i, i == 0 ? new byte[0] : i == 1 ? new byte[] {0x0f, (byte) 0xf0} : large)))
                .isEqualTo(column("text", "0x", "0x0ff0", "0x" + "ab".repeat(1_500)));
    }

    @Test
    void sixteen_bytes_fit_a_uuid_column() throws SQLException {
        assertThat(loadedInto(
                        "uuid",
                        field(new ArrowType.FixedSizeBinary(16)),
                        1,
                        (v, i) -> ((FixedSizeBinaryVector) v)
                                .set(i, new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})))
                .isEqualTo(column("uuid", "00010203-0405-0607-0809-0a0b0c0d0e0f"));
    }

    @Test
    void a_value_larger_than_the_buffer_passes_in_slices() throws SQLException {
        byte[] large = new byte[3_000_001];
        new Random(7).nextBytes(large);
        assertThat(loaded(
                        field(ArrowType.Binary.INSTANCE), 3, (v, i) -> setBytes(v, i, i == 1 ? large : new byte[] {1})))
                .isEqualTo(column(
                        "bytea", "\\x01", "\\x" + java.util.HexFormat.of().formatHex(large), "\\x01"));
    }

    @Test
    void a_nul_in_text_is_refused_removed_or_replaced() throws SQLException {
        Field field = field(ArrowType.Utf8.INSTANCE);
        String[] texts = {"\0a\0\0b\0", "plain", "\0", ""};
        ObjIntConsumer<FieldVector> set = (v, i) -> setBytes(v, i, utf8(texts[i]));
        assertThatThrownBy(() -> loaded(field, 4, set))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22021"));
        assertThat(loaded(field, nul(Nul.REMOVE), 4, set)).isEqualTo(column("text", "ab", "plain", "", ""));
        assertThat(loaded(field, nul(Nul.REPLACE), 4, set))
                .isEqualTo(column("text", "\ufffda\ufffd\ufffdb\ufffd", "plain", "\ufffd", ""));
    }
}
