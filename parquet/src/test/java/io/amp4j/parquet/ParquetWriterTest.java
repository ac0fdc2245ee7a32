package io.amp4j.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the writer promises besides the values. */
class ParquetWriterTest {
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

    private VectorSchemaRoot numbers(int rows) {
        IntVector vector = new IntVector("n", allocator);
        for (int i = 0; i < rows; i++) {
            vector.setSafe(i, i);
        }
        VectorSchemaRoot root = new VectorSchemaRoot(List.of((FieldVector) vector));
        root.setRowCount(rows);
        return root;
    }

    private static void assertCode(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, ParquetError code) {
        assertThatThrownBy(call)
                .isInstanceOf(AmpException.class)
                .extracting(e -> ((AmpException) e).code())
                .isEqualTo(code);
    }

    @Test
    void a_constant_column_has_the_value_set_before_each_batch() throws Exception {
        try (VectorSchemaRoot root = numbers(10_000)) {
            try (ParquetWriter writer = ParquetWriter.builder(file(), root.getSchema())
                    .constant("_amp_batch_id")
                    .constant("_amp_attempt")
                    .build()) {
                writer.write(root, 0, 10);
                writer.constant("_amp_batch_id", "00112233445566aa");
                writer.write(root);
                writer.constant("_amp_batch_id", "00112233445566bb");
                writer.constant("_amp_attempt", "a");
                writer.write(root);
                WrittenFile written = writer.finish();
                WrittenColumn ids = written.columns().get(1);
                assertThat(ids.path()).containsExactly("_amp_batch_id");
                assertThat(ids.nullCount()).isEqualTo(10);
                assertThat(StandardCharsets.US_ASCII
                                .decode(ids.min().orElseThrow().bytes())
                                .toString())
                        .isEqualTo("00112233445566aa");
                assertThat(StandardCharsets.US_ASCII
                                .decode(ids.max().orElseThrow().bytes())
                                .toString())
                        .isEqualTo("00112233445566bb");
            }
            assertThat(DuckDb.count(file(), "_amp_batch_id IS NULL AND n < 10")).isEqualTo(10);
            assertThat(DuckDb.count(file(), "_amp_batch_id = '00112233445566aa' AND _amp_attempt IS NULL"))
                    .isEqualTo(10_000);
            assertThat(DuckDb.count(file(), "_amp_batch_id = '00112233445566bb' AND _amp_attempt = 'a'"))
                    .isEqualTo(10_000);
            ColumnChunkMetaData chunk =
                    ParquetJava.footer(file()).getBlocks().get(0).getColumns().get(1);
            assertThat(chunk.getTotalUncompressedSize()).isLessThan(400);
            assertThat(ParquetJava.rows(file())).hasSize(20_010);
        }
    }

    @Test
    void a_constant_column_works_without_dictionaries() throws Exception {
        try (VectorSchemaRoot root = numbers(100)) {
            try (ParquetWriter writer = ParquetWriter.builder(file(), root.getSchema())
                    .constant("id")
                    .dictionaryBytes(0)
                    .pageRows(7)
                    .build()) {
                writer.constant("id", "x");
                writer.write(root);
                writer.finish();
            }
            assertThat(ParquetJava.rows(file()))
                    .allSatisfy(row -> assertThat(row.get(1)).isEqualTo("x"));
        }
    }

    @Test
    void field_ids_come_from_the_metadata_or_from_the_caller() throws Exception {
        Field inner =
                new Field("item", new FieldType(true, Samples.INT32, null, Map.of("PARQUET:field_id", "8")), List.of());
        Field list = new Field(
                "list",
                new FieldType(true, ArrowType.List.INSTANCE, null, Map.of("PARQUET:field_id", "7")),
                List.of(inner));
        Schema schema = new Schema(List.of(list));
        try (ParquetWriter writer = ParquetWriter.builder(file(), schema).build()) {
            assertThat(writer.finish().columns().get(0).fieldId()).hasValue(8);
        }
        MessageType type = ParquetJava.footer(file()).getFileMetaData().getSchema();
        assertThat(type.getType("list").getId().intValue()).isEqualTo(7);
        try (ParquetWriter writer = ParquetWriter.builder(file(), schema)
                .constant("_amp_batch_id")
                .fieldIds(path -> OptionalInt.of(100 + path.size() + (path.contains("_amp_batch_id") ? 10 : 0)))
                .build()) {
            writer.finish();
        }
        assertThat(ParquetJava.footer(file()).getFileMetaData().getSchema().toString())
                .contains("list (LIST) = 101")
                .contains("element = 102")
                .contains("_amp_batch_id (STRING) = 111");
    }

    @Test
    void columns_and_fields_of_structs_can_have_other_names_in_the_file() throws Exception {
        Field member = Samples.field("a b", ArrowType.Utf8.INSTANCE);
        Field struct = new Field("s", FieldType.nullable(ArrowType.Struct.INSTANCE), List.of(member));
        Schema schema = new Schema(List.of(
                Samples.field("t", ArrowType.Utf8.INSTANCE),
                new Field("l", FieldType.nullable(ArrowType.List.INSTANCE), List.of(struct))));
        try (ParquetWriter writer = ParquetWriter.builder(file(), schema)
                        .constant("c")
                        .fieldNames(path -> "n" + String.join("_", path).replace(" ", ""))
                        .build();
                VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
            root.setRowCount(1);
            writer.constant("c", "constant");
            writer.write(root);
            assertThat(writer.finish().columns())
                    .extracting(column -> String.join(".", column.path()))
                    .containsExactly("nt", "nl.list.element.nl_element_ab", "nc");
        }
        assertThat(ParquetJava.footer(file()).getFileMetaData().getSchema().toString())
                .contains("nt (STRING)")
                .contains("nl (LIST)")
                .contains("nl_element_ab (STRING)")
                .contains("nc (STRING)");
    }

    @Test
    void metadata_and_the_arrow_schema_are_in_the_footer() throws Exception {
        Schema schema = new Schema(
                List.of(Samples.field("u", Samples.UINT64), Samples.field("t", ArrowType.Utf8View.INSTANCE)));
        try (ParquetWriter writer = ParquetWriter.builder(file(), schema)
                .metadata(Map.of("amp", "yes"))
                .build()) {
            writer.finish();
        }
        Map<String, String> metadata =
                ParquetJava.footer(file()).getFileMetaData().getKeyValueMetaData();
        assertThat(metadata).containsEntry("amp", "yes");
        byte[] bytes = Base64.getDecoder().decode(metadata.get("ARROW:schema"));
        try (ReadChannel channel = new ReadChannel(Channels.newChannel(new ByteArrayInputStream(bytes)))) {
            assertThat(MessageSerializer.deserializeSchema(channel)).isEqualTo(schema);
        }
        try (ParquetWriter writer = ParquetWriter.builder(file(), schema)
                .target(ParquetTarget.arrow().withArrowSchema(ParquetTarget.ArrowSchema.OMIT))
                .build()) {
            writer.finish();
        }
        assertThat(ParquetJava.footer(file()).getFileMetaData().getKeyValueMetaData())
                .isEmpty();
    }

    @Test
    void dictionary_encoded_vectors_are_written_as_what_they_stand_for() throws Exception {
        DictionaryEncoding encoding = new DictionaryEncoding(1, false, new ArrowType.Int(8, true));
        try (VarCharVector values = new VarCharVector("values", allocator);
                VarCharVector plain = new VarCharVector("text", allocator)) {
            for (int i = 0; i < 3; i++) {
                values.setSafe(i, ("v" + i).getBytes(StandardCharsets.UTF_8));
            }
            values.setValueCount(3);
            for (int i = 0; i < 50; i++) {
                if (i % 7 == 0) {
                    plain.setNull(i);
                } else {
                    plain.setSafe(i, ("v" + i % 3).getBytes(StandardCharsets.UTF_8));
                }
            }
            plain.setValueCount(50);
            Dictionary dictionary = new Dictionary(values, encoding);
            DictionaryProvider provider = new DictionaryProvider.MapDictionaryProvider(dictionary);
            try (FieldVector encoded = (FieldVector) DictionaryEncoder.encode(plain, dictionary);
                    VectorSchemaRoot root = new VectorSchemaRoot(List.of(encoded))) {
                assertCode(() -> ParquetWriter.builder(file(), root.getSchema()).build(), ParquetError.SCHEMA);
                try (ParquetWriter writer = ParquetWriter.builder(file(), root.getSchema())
                        .dictionaries(provider)
                        .build()) {
                    writer.write(root, 0, 50);
                    writer.finish();
                }
            }
            assertThat(ParquetJava.rows(file()))
                    .isEqualTo(Canonical.rows(new VectorSchemaRoot(List.of((FieldVector) plain))));
        }
    }

    @Test
    void a_batch_of_another_schema_is_refused_and_the_writer_goes_on() throws Exception {
        try (VectorSchemaRoot root = numbers(5);
                VectorSchemaRoot other =
                        new Samples(new Random(1), 0).root(allocator, List.of(Samples.field("n", Samples.INT64)), 5);
                VectorSchemaRoot renamed =
                        new Samples(new Random(1), 0).root(allocator, List.of(Samples.field("m", Samples.INT32)), 5)) {
            try (ParquetWriter writer =
                    ParquetWriter.builder(file(), root.getSchema()).build()) {
                assertCode(() -> writer.write(other), ParquetError.SCHEMA);
                assertCode(() -> writer.write(renamed), ParquetError.SCHEMA);
                writer.write(root);
                writer.finish();
            }
            assertThat(ParquetJava.rows(file())).hasSize(5);
        }
    }

    @Test
    void a_null_where_the_schema_has_none_is_refused() {
        Schema schema = new Schema(List.of(Samples.required("n", Samples.INT32)));
        try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
            root.getVector(0).setNull(0);
            root.setRowCount(1);
            try (ParquetWriter writer = ParquetWriter.builder(file(), schema).build()) {
                assertCode(() -> writer.write(root), ParquetError.NULL);
                assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
            }
        }
        assertThat(file()).doesNotExist();
    }

    @Test
    void closing_unfinished_deletes_the_file_and_finishing_keeps_it() {
        try (VectorSchemaRoot root = numbers(5)) {
            try (ParquetWriter writer =
                    ParquetWriter.builder(file(), root.getSchema()).build()) {
                writer.write(root);
                assertThat(file()).exists();
            }
            assertThat(file()).doesNotExist();
            try (ParquetWriter writer =
                    ParquetWriter.builder(file(), root.getSchema()).build()) {
                writer.write(root);
                writer.finish();
                assertThatThrownBy(() -> writer.write(root)).isInstanceOf(IllegalStateException.class);
            }
            assertThat(file()).exists();
        }
    }

    @Test
    void a_stream_is_flushed_and_left_open() throws Exception {
        class Watched extends ByteArrayOutputStream {
            private boolean closed;

            @Override
            public void close() {
                closed = true;
            }
        }
        Watched stream = new Watched();
        try (VectorSchemaRoot root = numbers(5)) {
            try (ParquetWriter writer =
                    ParquetWriter.builder(stream, root.getSchema()).build()) {
                writer.write(root);
                assertThat(writer.finish().bytes()).isEqualTo(stream.size());
            }
        }
        assertThat(stream.closed).isFalse();
        Files.write(file(), stream.toByteArray());
        assertThat(ParquetJava.rows(file())).hasSize(5);
    }

    @Test
    void a_store_that_fails_is_told_by_its_code() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("no space left");
            }
        };
        try (VectorSchemaRoot root = numbers(5);
                ParquetWriter writer =
                        ParquetWriter.builder(full, root.getSchema()).build()) {
            writer.write(root);
            assertThatThrownBy(writer::finish)
                    .isInstanceOf(AmpException.class)
                    .hasMessageContaining("no space left")
                    .matches(e -> ((AmpException) e).retryable());
        }
        Schema schema = new Schema(List.of(Samples.field("n", Samples.INT32)));
        assertCode(
                () -> ParquetWriter.builder(folder.resolve("none/file.parquet"), schema)
                        .build(),
                ParquetError.IO);
    }

    @Test
    void options_that_make_no_sense_are_refused() {
        Schema schema = new Schema(List.of(Samples.field("n", Samples.INT32)));
        ParquetWriter.Builder builder = ParquetWriter.builder(file(), schema);
        assertCode(() -> builder.pageBytes(0), ParquetError.OPTION);
        assertCode(() -> builder.rowGroupBytes(0), ParquetError.OPTION);
        assertCode(() -> builder.dictionaryBytes(-1), ParquetError.OPTION);
        assertCode(() -> Compression.zstd(23), ParquetError.OPTION);
        assertCode(
                () -> ParquetWriter.builder(file(), schema).bloomFilter("m", 10).build(), ParquetError.OPTION);
        assertThat(file()).doesNotExist();
        assertCode(() -> ParquetWriter.builder(file(), schema).constant("n").build(), ParquetError.SCHEMA);
        try (ParquetWriter writer = ParquetWriter.builder(file(), schema).build()) {
            assertCode(() -> writer.constant("id", "x"), ParquetError.OPTION);
        }
    }

    @Test
    void the_same_rows_make_the_same_file() {
        try (VectorSchemaRoot root = new Samples(new Random(9), 0.2).root(allocator, Samples.commonFlat(), 500)) {
            byte[][] files = new byte[2][];
            for (int i = 0; i < 2; i++) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                try (ParquetWriter writer =
                        ParquetWriter.builder(out, root.getSchema()).build()) {
                    writer.write(root);
                    writer.finish();
                }
                files[i] = out.toByteArray();
            }
            assertThat(files[0]).isEqualTo(files[1]);
        }
    }
}
