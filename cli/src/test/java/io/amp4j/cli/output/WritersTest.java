package io.amp4j.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WritersTest {
    private static final TableLook PIPE = new TableLook(TableLook.UNLIMITED, false);

    private final BufferAllocator allocator = new RootAllocator();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private VectorSchemaRoot root;

    @BeforeEach
    void two_rows() {
        root = rows("say \"hi\",\nor\tnot", 2);
    }

    @AfterEach
    void no_memory_is_left() {
        root.close();
        allocator.close();
    }

    /** Row 0: 15000000, bytes of this length, a text, 1.50; row 1: the largest number, and nothing but nulls. */
    private VectorSchemaRoot rows(String text, int byteCount) {
        UInt8Vector number = new UInt8Vector("block_num", allocator);
        VarBinaryVector bytes = new VarBinaryVector("data", allocator);
        VarCharVector words = new VarCharVector("words", allocator);
        DecimalVector value = new DecimalVector("value", allocator, 10, 2);
        number.setSafe(0, 15_000_000);
        number.setSafe(1, -1L);
        bytes.setSafe(0, new byte[byteCount]);
        bytes.setNull(1);
        words.setSafe(0, text.getBytes(StandardCharsets.UTF_8));
        words.setNull(1);
        value.setSafe(0, new BigDecimal("1.50"));
        value.setNull(1);
        VectorSchemaRoot made = new VectorSchemaRoot(List.of(number, bytes, words, value));
        made.setRowCount(2);
        return made;
    }

    @Test
    void json_is_one_array() throws IOException {
        assertThat(written(Format.json, PIPE)).isEqualTo("""
                        [{"block_num":15000000,"data":"0x0000","words":"say \\"hi\\",\\nor\\tnot","value":"1.50"},
                         {"block_num":18446744073709551615,"data":null,"words":null,"value":null},
                         {"_amp_event":"reorg","network":"anvil","from_block":7},
                         {"block_num":15000000,"data":"0x0000","words":"say \\"hi\\",\\nor\\tnot","value":"1.50"}]
                        """);
    }

    @Test
    void jsonl_is_one_object_a_line() throws IOException {
        assertThat(written(Format.jsonl, PIPE)).isEqualTo("""
                        {"block_num":15000000,"data":"0x0000","words":"say \\"hi\\",\\nor\\tnot","value":"1.50"}
                        {"block_num":18446744073709551615,"data":null,"words":null,"value":null}
                        {"_amp_event":"reorg","network":"anvil","from_block":7}
                        {"block_num":15000000,"data":"0x0000","words":"say \\"hi\\",\\nor\\tnot","value":"1.50"}
                        """);
    }

    @Test
    void csv_quotes_what_has_to_be_quoted_and_tells_null_from_empty() throws IOException {
        assertThat(written(Format.csv, PIPE).split("\r\n", -1))
                .containsExactly(
                        "block_num,data,words,value",
                        "15000000,0x0000,\"say \"\"hi\"\",\nor\tnot\",1.50",
                        "18446744073709551615,,,",
                        "15000000,0x0000,\"say \"\"hi\"\",\nor\tnot\",1.50",
                        "");
        root.close();
        root = rows("", 0);
        out.reset();
        assertThat(written(Format.csv, PIPE)).contains("\r\n15000000,0x,\"\",1.50\r\n");
    }

    @Test
    void a_table_in_a_pipe_shows_every_value_in_full() throws IOException {
        assertThat(written(Format.table, PIPE)).isEqualTo("""
                                   block_num  data    words               value
                        ────────────────────  ──────  ──────────────────  ─────
                                    15000000  0x0000  say "hi",\\nor\\tnot   1.50
                        18446744073709551615  null    null                 null
                        -- reorg: blocks from 7 on are void
                                    15000000  0x0000  say "hi",\\nor\\tnot   1.50
                        """);
    }

    @Test
    void a_table_on_a_terminal_cuts_bytes_and_text_but_never_numbers() throws IOException {
        root.close();
        root = rows("a long story, told at length", 32);
        assertThat(written(Format.table, new TableLook(60, false)).lines().limit(4))
                .containsExactly(
                        "           block_num  data            words           value",
                        "────────────────────  ──────────────  ──────────────  ─────",
                        "            15000000  0x00000000000…  a long story,…   1.50",
                        "18446744073709551615  null            null             null");
    }

    @Test
    void a_table_says_how_many_columns_the_terminal_has_no_room_for() throws IOException {
        assertThat(written(Format.table, new TableLook(30, false)).lines())
                .contains("           block_num  data", "18446744073709551615  null")
                .last()
                .asString()
                .startsWith("… and 2 more columns");
    }

    @Test
    void a_table_does_not_let_strangers_steer_the_terminal() throws IOException {
        root.close();
        root = rows("\u001b[2J\u202e\u0007 世界", 0);
        assertThat(written(Format.table, new TableLook(100, false)))
                .contains("  \\u001b[2J\\u202e\\u0007 世界   1.50\n")
                .doesNotContain("\u001b");
    }

    @Test
    void colours_are_there_only_if_asked_for() throws IOException {
        assertThat(written(Format.table, new TableLook(100, true))).contains("\u001b[1m", "\u001b[0m");
    }

    @Test
    void arrow_can_be_read_back_with_its_types() throws IOException {
        write(Format.arrow, PIPE);
        try (ArrowStreamReader reader = new ArrowStreamReader(new ByteArrayInputStream(out.toByteArray()), allocator)) {
            VectorSchemaRoot read = reader.getVectorSchemaRoot();
            assertThat(read.getSchema()).isEqualTo(root.getSchema());
            assertThat(reader.loadNextBatch()).isTrue();
            assertThat(read.getRowCount()).isEqualTo(2);
            assertThat(read.getVector("value").getObject(0)).isEqualTo(new BigDecimal("1.50"));
            assertThat(reader.loadNextBatch()).isTrue();
            assertThat(read.getRowCount()).isEqualTo(1);
            assertThat(reader.loadNextBatch()).isFalse();
        }
    }

    @Test
    void parquet_can_be_read_by_others(@TempDir Path folder) throws Exception {
        write(Format.parquet, PIPE);
        Path file = folder.resolve("result.parquet");
        Files.write(file, out.toByteArray());
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT string_agg(block_num || ' ' || coalesce(value::VARCHAR, 'null'), ', ') FROM '" + file
                                + "'")) {
            rows.next();
            assertThat(rows.getString(1)).isEqualTo("15000000 1.50, 18446744073709551615 null, 15000000 1.50");
        }
    }

    @Test
    void parquet_passes_on_that_its_output_failed() throws IOException {
        ResultWriter writer = Format.parquet.writer(new FailingOutput(), PIPE);
        writer.begin(root.getSchema());
        writer.write(root, 2);
        assertThatThrownBy(writer::finish).isInstanceOf(IOException.class).hasMessage("broken pipe");
    }

    private static final class FailingOutput extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            throw new IOException("broken pipe");
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void a_result_without_rows_is_still_a_result(Format format) throws IOException {
        ResultWriter writer = format.writer(out, PIPE);
        writer.begin(root.getSchema());
        writer.finish();
        String text = out.toString(StandardCharsets.UTF_8);
        switch (format) {
            case table -> assertThat(text).isEqualTo("block_num  data  words  value\n");
            case json -> assertThat(text).isEqualTo("[]\n");
            case jsonl -> assertThat(text).isEmpty();
            case csv -> assertThat(text).isEqualTo("block_num,data,words,value\r\n");
            case arrow -> assertThat(text).contains("block_num");
            case parquet -> assertThat(text).startsWith("PAR1").endsWith("PAR1");
        }
    }

    private String written(Format format, TableLook look) throws IOException {
        write(format, look);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Two rows, a reorg, and the first row again. */
    private void write(Format format, TableLook look) throws IOException {
        ResultWriter writer = format.writer(out, look);
        writer.begin(root.getSchema());
        writer.write(root, 2);
        writer.reorg("anvil", 7);
        writer.write(root, 1);
        writer.finish();
    }
}
