package io.amp4j.loader.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading labels from CSV. That nothing of them is left off the heap, closing them proves: their allocator refuses otherwise. */
class LabelFileTest {
    @TempDir
    private Path folder;

    @Test
    void text_is_bytes_where_a_name_says_address_and_what_it_is_told_to_be_elsewhere() throws IOException {
        LabelFile file = file("""
                address,symbol,pool_Address,decimals,price,listed
                0xAb01,ABC,,18,1.5,true
                cd02,"D,""E",0X0A,-6,,FALSE
                """)
                .type("decimals", LabelType.INTEGER)
                .type("price", LabelType.DOUBLE)
                .type("listed", LabelType.BOOLEAN);
        try (Labels labels = file.read()) {
            assertThat(labels.count()).isEqualTo(2);
            assertThat(labels.keyField().getType()).isEqualTo(ArrowType.Binary.INSTANCE);
            assertThat(values(labels))
                    .containsExactly(
                            "symbol: ABC, D,\"E",
                            "pool_Address: null, 0x0a",
                            "decimals: 18, -6",
                            "price: 1.5, null",
                            "listed: true, false");
        }
    }

    @Test
    void a_quote_within_a_value_that_is_not_quoted_is_part_of_it() throws IOException {
        try (Labels labels = file("address,a\n0x01,5\" pipe\n").read()) {
            assertThat(values(labels)).containsExactly("a: 5\" pipe");
        }
    }

    @Test
    void columns_are_chosen_and_an_address_may_stay_text() throws IOException {
        LabelFile file = file("address,symbol,street_address\n0x01,A,Main St\n")
                .columns("street_address", "symbol")
                .type("street_address", LabelType.TEXT);
        try (Labels labels = file.read()) {
            assertThat(values(labels)).containsExactly("street_address: Main St", "symbol: A");
        }
    }

    @Test
    void nothing_is_null_and_quotes_around_nothing_are_an_empty_text() throws IOException {
        try (Labels labels = file("address,a,b\n0x01,,\"\"\n").read()) {
            assertThat(values(labels)).containsExactly("a: null", "b: ");
        }
    }

    @Test
    void a_byte_order_mark_and_empty_lines_belong_to_no_row() throws IOException {
        try (Labels labels = file("\ufeffaddress,a\r\n0x01,x\r\n\r\n0x02,y\r\n").read()) {
            assertThat(values(labels)).containsExactly("a: x, y");
        }
    }

    @Test
    void bad_hex_is_named_with_its_line_and_column_also_behind_a_value_of_several_lines() throws IOException {
        String head = "address,note,pool_address\n0x01,\"two\nlines\",0xab\n0x02,x,";
        for (String bad : List.of("0xabc", "0xzz", "x", "0x0x", "ab cd", "0\u00e9")) {
            assertRefused(file(head + bad + "\n"), LabelError.VALUE)
                    .hasMessageContaining("line 4, column 'pool_address': '" + bad + "' is no hex");
        }
    }

    @Test
    void a_number_that_is_none_is_named() throws IOException {
        assertRefused(file("address,n\n0x01,1e3\n").type("n", LabelType.INTEGER), LabelError.VALUE)
                .hasMessageContaining("line 2, column 'n': '1e3'");
        assertRefused(file("address,n\n0x01,yes\n").type("n", LabelType.BOOLEAN), LabelError.VALUE)
                .hasMessageContaining("neither true nor false");
    }

    @Test
    void keys_are_unique_as_bytes_and_never_null() throws IOException {
        assertRefused(file("address,n\n0xAB,1\n0x01,2\nab,3\n"), LabelError.KEY)
                .hasMessageContaining("line 4", "line 2 has the same key");
        assertRefused(file("address,n\n0xAB,1\n,2\n"), LabelError.KEY).hasMessageContaining("line 3");
    }

    @Test
    void rows_of_another_length_than_the_header_are_refused() throws IOException {
        assertRefused(file("address,n\n0x01,1\n0x02\n"), LabelError.FILE)
                .hasMessageContaining("line 3: 1 values, and the header names 2 columns");
        assertRefused(file("address,n\n0x01,1,2\n"), LabelError.FILE).hasMessageContaining("line 2: 3 values");
    }

    @Test
    void a_file_that_is_no_table_is_refused() throws IOException {
        assertRefused(file(""), LabelError.FILE).hasMessageContaining("is empty");
        assertRefused(file("address,n\n0x01,5\" pipe\n0x02,\"never closed\n0x03,3\n"), LabelError.FILE)
                .hasMessageContaining("line 3: a quote is not closed");
        assertRefused(LabelFile.of(folder.resolve("missing.csv")).key("a"), LabelError.FILE)
                .hasMessageContaining("missing.csv");
        assertRefused(LabelFile.of(folder.resolve("labels.xlsx")).key("a"), LabelError.FILE)
                .hasMessageContaining(".csv");
        Files.write(folder.resolve("latin1.csv"), "address,n\n0x01,caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(LabelFile.of(folder.resolve("latin1.csv")).key("address"), LabelError.FILE)
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void columns_that_are_not_there_or_there_twice_are_refused() throws IOException {
        assertRefused(file("a,b\n1,2\n"), LabelError.COLUMN).hasMessageContaining("no column 'address'; it has a, b");
        assertRefused(file("address,b\n01,2\n").type("c", LabelType.TEXT), LabelError.COLUMN);
        assertRefused(file("address,b\n01,2\n").columns("c"), LabelError.COLUMN);
        assertRefused(file("address,b\n01,2\n").columns("address"), LabelError.COLUMN);
        assertRefused(file("address,b,b\n01,2,3\n"), LabelError.COLUMN).hasMessageContaining("two columns named 'b'");
        assertRefused(file("address,b\n1,2\n").type("address", LabelType.DOUBLE), LabelError.KEY_TYPE);
    }

    private LabelFile file(String text) throws IOException {
        return LabelFile.of(Files.writeString(folder.resolve("labels.csv"), text))
                .key("address");
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(LabelFile file, LabelError code) {
        return assertThatThrownBy(() -> file.read().close())
                .isInstanceOfSatisfying(
                        AmpException.class, error -> assertThat(error.code()).isEqualTo(code));
    }

    private static List<String> values(Labels labels) {
        List<String> text = new ArrayList<>();
        for (FieldVector column : labels.columns()) {
            List<String> values = new ArrayList<>();
            for (int row = 0; row < labels.count(); row++) {
                Object value = column.getObject(row);
                values.add(value instanceof byte[] bytes ? "0x" + HexFormat.of().formatHex(bytes) : "" + value);
            }
            text.add(column.getName() + ": " + String.join(", ", values));
        }
        return text;
    }
}
