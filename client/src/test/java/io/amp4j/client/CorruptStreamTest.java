package io.amp4j.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.amp4j.client.testing.Frames;
import io.amp4j.client.testing.Frames.Parts;
import io.amp4j.client.testing.SampleData;
import io.amp4j.client.testing.ScriptedServer;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server must not send, and what it may. */
@Timeout(60)
class CorruptStreamTest {
    private static final Field NUMBER = Field.nullable("n", new ArrowType.Int(32, true));
    private static final Field TEXT = Field.nullable("t", new ArrowType.Utf8());
    private static final Schema SCHEMA = new Schema(List.of(NUMBER, TEXT));

    private BufferAllocator allocator;
    private ScriptedServer server;
    private AmpClient client;
    private Parts batch;

    @BeforeEach
    void start() {
        allocator = new RootAllocator();
        server = new ScriptedServer();
        server.plan(Frames.flightInfo(SCHEMA, "ticket"));
        client = AmpClient.builder()
                .uri(server.uri())
                .tokens(() -> null)
                .allocator(allocator)
                .build();
        try (VectorSchemaRoot root = SampleData.root(SCHEMA, 50, 3, allocator)) {
            batch = Frames.batch(root);
        }
    }

    @AfterEach
    void nothing_is_left_allocated() {
        client.close();
        server.close();
        assertThat(allocator.getAllocatedMemory()).isZero();
        allocator.close();
    }

    private void expect(ClientError code) {
        AmpException error = catchThrowableOfType(AmpException.class, () -> {
            try (BatchStream stream = client.sql("SELECT 1").batches()) {
                while (stream.next() != null) {
                    // The last one is the one that fails.
                }
            }
        });
        assertThat(error).isNotNull();
        assertThat(error.code()).as(error.getMessage()).isEqualTo(code);
    }

    private void expect(ClientError code, Parts... frames) {
        server.stream(Status.OK, frames);
        expect(code);
    }

    @Test
    void an_announced_schema_has_to_be_one() {
        for (byte[] schema :
                List.of(new byte[0], new byte[7], "rubbish, and more of it".getBytes(StandardCharsets.UTF_8))) {
            server.plan(Frames.flightInfo(schema, "ticket"));
            expect(ClientError.BAD_SCHEMA);
        }
    }

    @Test
    void a_plan_has_to_have_one_endpoint() {
        server.plan(Frames.message(out -> out.writeByteArray(1, SCHEMA.serializeAsMessage())));
        expect(ClientError.NOT_AMP_SERVER);
        server.plan("this is no protobuf".getBytes(StandardCharsets.UTF_8));
        expect(ClientError.NOT_AMP_SERVER);
    }

    @Test
    void a_stream_has_to_have_the_schema_that_was_announced() {
        Field longer = Field.nullable("n", new ArrowType.Int(64, true));
        Field renamed = Field.nullable("other", new ArrowType.Int(32, true));
        expect(ClientError.BAD_SCHEMA, Frames.schema(new Schema(List.of(longer, TEXT))));
        expect(ClientError.BAD_SCHEMA, Frames.schema(new Schema(List.of(renamed, TEXT))));
        expect(ClientError.BAD_SCHEMA, Frames.schema(new Schema(List.of(NUMBER))));
        expect(ClientError.BAD_SCHEMA, Frames.schema(SCHEMA), batch, Frames.schema(new Schema(List.of(TEXT, NUMBER))));
    }

    @Test
    void a_batch_needs_a_schema_before_it() {
        expect(ClientError.BAD_SCHEMA, batch);
    }

    @Test
    void a_schema_may_come_late_and_again() {
        server.stream(
                Status.OK,
                Frames.metadataOnly(Frames.METADATA),
                Frames.schema(SCHEMA),
                batch,
                Frames.schema(SCHEMA),
                new Parts(new byte[0], new byte[0], new byte[0]),
                batch,
                Frames.metadataOnly(Frames.metadata(0, 9, true)));
        try (BatchStream stream = client.sql("SELECT 1").batches()) {
            assertThat(stream.next().rows()).isZero();
            assertThat(stream.next().rows()).isEqualTo(50);
            assertThat(stream.next().rows()).isEqualTo(50);
            Batch last = stream.next();
            assertThat(last.rows()).isZero();
            assertThat(last.root().getSchema()).isEqualTo(SCHEMA);
            assertThat(last.metadata().rangesComplete()).isTrue();
            assertThat(stream.next()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rubbish", "{}", "{\"ranges\":[{\"network\":\"a\",\"start\":3,\"end\":2}]}"})
    void metadata_has_to_say_what_a_batch_covers(String json) {
        expect(ClientError.BAD_METADATA, Frames.schema(SCHEMA), batch.withMetadata(json));
    }

    @Test
    void a_megabyte_of_metadata_is_refused_unread() {
        expect(ClientError.BAD_METADATA, Frames.schema(SCHEMA), batch.withMetadata("x".repeat((1 << 20) + 1)));
    }

    @Test
    void a_message_has_to_be_flight_data() {
        server.rawStream(Status.OK, "GET / HTTP/1.1".getBytes(StandardCharsets.UTF_8));
        expect(ClientError.CORRUPT_BATCH);
        byte[] whole = batch.flightData();
        server.rawStream(Status.OK, Frames.schema(SCHEMA).flightData(), Arrays.copyOf(whole, whole.length - 1));
        expect(ClientError.CORRUPT_BATCH);
    }

    @Test
    void a_body_that_is_too_short_is_not_read_past_its_end() {
        for (int length = 0; length < batch.body().length; length += 8) {
            Parts cut = new Parts(batch.header(), batch.metadata(), Arrays.copyOf(batch.body(), length));
            expect(ClientError.CORRUPT_BATCH, Frames.schema(SCHEMA), cut);
        }
    }

    @Test
    void a_header_that_is_too_short_is_an_error() {
        for (int length = 1; length < batch.header().length; length += 7) {
            Parts cut = new Parts(Arrays.copyOf(batch.header(), length), batch.metadata(), batch.body());
            AmpException error = catchThrowableOfType(AmpException.class, () -> {
                server.stream(Status.OK, Frames.schema(SCHEMA), cut);
                try (BatchStream stream = client.sql("SELECT 1").batches()) {
                    stream.next();
                }
            });
            if (error != null) {
                assertThat(error.kind()).isEqualTo(ErrorKind.PROTOCOL);
            }
        }
    }

    @Test
    void a_batch_with_other_columns_than_its_schema_is_an_error() {
        Schema one = new Schema(List.of(TEXT));
        Schema three = new Schema(List.of(NUMBER, TEXT, TEXT));
        try (VectorSchemaRoot fewer = SampleData.root(one, 5, 1, allocator);
                VectorSchemaRoot more = SampleData.root(three, 5, 1, allocator)) {
            Parts fewerParts = Frames.batch(fewer);
            Parts moreParts = Frames.batch(more);
            expect(ClientError.CORRUPT_BATCH, Frames.schema(SCHEMA), fewerParts);
            expect(ClientError.CORRUPT_BATCH, Frames.schema(SCHEMA), moreParts);
        }
    }

    @Test
    void an_offset_that_leaves_its_vector_is_an_error() {
        try (VectorSchemaRoot root = SampleData.root(new Schema(List.of(TEXT)), 50, 3, allocator)) {
            server.plan(Frames.flightInfo(root.getSchema(), "ticket"));
            VarCharVector text = (VarCharVector) root.getVector(0);
            int good = text.getOffsetBuffer().getInt(4 * 25);
            for (int bad : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, good + 100_000}) {
                text.getOffsetBuffer().setInt(4 * 25, bad);
                Parts parts = Frames.batch(root);
                text.getOffsetBuffer().setInt(4 * 25, good);
                expect(ClientError.CORRUPT_BATCH, Frames.schema(root.getSchema()), parts);
            }
        }
    }

    @Test
    void nulls_in_a_column_announced_without_are_an_error() {
        Schema without = new Schema(List.of(Field.notNullable("n", new ArrowType.Int(32, true)), TEXT));
        server.plan(Frames.flightInfo(without, "ticket"));
        expect(ClientError.CORRUPT_BATCH, Frames.schema(SCHEMA), batch);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ZSTD", "LZ4_FRAME"})
    void a_few_bytes_do_not_decompress_into_gigabytes(String codec) {
        try (VarCharVector text = new VarCharVector(TEXT, allocator)) {
            text.setSafe(0, new byte[30 << 20]);
            text.setValueCount(1);
            VectorSchemaRoot root = new VectorSchemaRoot(List.of(text));
            root.setRowCount(1);
            Parts bomb = Frames.batch(root, CodecType.valueOf(codec));
            assertThat(bomb.body().length).isLessThan(1 << 20);
            server.plan(Frames.flightInfo(root.getSchema(), "ticket"));
            client.close();
            client = AmpClient.builder()
                    .uri(server.uri())
                    .tokens(() -> null)
                    .maxMessageBytes(16 << 20)
                    .allocator(allocator)
                    .build();
            expect(ClientError.MESSAGE_TOO_LARGE, Frames.schema(root.getSchema()), bomb);
        }
    }

    @Test
    void a_type_that_is_not_read_says_which_and_what_to_do() {
        Field child = Field.nullable("i", new ArrowType.Int(32, true));
        ArrowType union = new ArrowType.Union(UnionMode.Dense, new int[] {0});
        Schema schema = new Schema(List.of(new Field("u", FieldType.nullable(union), List.of(child))));
        server.plan(Frames.flightInfo(schema, "ticket"));
        expect(ClientError.UNSUPPORTED_TYPE);
    }

    @Test
    void dictionaries_are_resolved_grown_and_replaced() {
        Field plain = Field.nullable("t", new ArrowType.Utf8());
        Schema announced = new Schema(List.of(plain));
        Schema wire = new Schema(List.of(encoded("t", 9)));
        server.plan(Frames.flightInfo(wire.serializeAsMessage(), "ticket"));
        try (VarCharVector first = texts("a", "bb");
                VarCharVector more = texts("ccc");
                IntVector indices = new IntVector("t", allocator)) {
            for (int i = 0; i < 3; i++) {
                indices.setSafe(i, 2 - i);
            }
            indices.setNull(3);
            indices.setValueCount(4);
            VectorSchemaRoot root = new VectorSchemaRoot(List.of(indices));
            root.setRowCount(4);
            Parts rows = Frames.batch(root);
            server.stream(
                    Status.OK,
                    Frames.schema(wire),
                    Frames.dictionary(9, first, false),
                    Frames.dictionary(9, more, true),
                    rows);
            try (BatchStream stream = client.sql("SELECT t").batches()) {
                assertThat(stream.schema()).isEqualTo(announced);
                assertThat(SampleData.text(stream.next().root()))
                        .containsExactly("[t=ccc]", "[t=bb]", "[t=a]", "[t=null]");
            }
            expect(ClientError.CORRUPT_BATCH, Frames.schema(wire), rows);
            expect(ClientError.CORRUPT_BATCH, Frames.schema(wire), Frames.dictionary(9, first, false), rows);
            expect(ClientError.CORRUPT_BATCH, Frames.schema(wire), Frames.dictionary(8, first, false), rows);
            // A dictionary that comes again without saying that it adds replaces the first.
            expect(
                    ClientError.CORRUPT_BATCH,
                    Frames.schema(wire),
                    Frames.dictionary(9, first, false),
                    Frames.dictionary(9, more, false),
                    rows);
        }
    }

    @Test
    void a_dictionary_inside_a_list_is_resolved() {
        Field list = new Field("l", FieldType.nullable(new ArrowType.List()), List.of(encoded("item", 4)));
        Schema wire = new Schema(List.of(list));
        server.plan(Frames.flightInfo(wire.serializeAsMessage(), "ticket"));
        Field indexList = new Field(
                "l",
                FieldType.nullable(new ArrowType.List()),
                List.of(Field.nullable("item", new ArrowType.Int(32, true))));
        try (VarCharVector entries = texts("a", "bb");
                ListVector lists = (ListVector) indexList.createVector(allocator)) {
            lists.startNewValue(0);
            ((IntVector) lists.getDataVector()).setSafe(0, 1);
            ((IntVector) lists.getDataVector()).setSafe(1, 0);
            lists.endValue(0, 2);
            lists.setValueCount(1);
            VectorSchemaRoot root = new VectorSchemaRoot(List.of(lists));
            root.setRowCount(1);
            server.stream(Status.OK, Frames.schema(wire), Frames.dictionary(4, entries, false), Frames.batch(root));
            try (BatchStream stream = client.sql("SELECT l").batches()) {
                assertThat(SampleData.text(stream.next().root())).containsExactly("[l=[bb, a]]");
            }
        }
    }

    private static Field encoded(String name, long id) {
        return new Field(
                name, new FieldType(true, new ArrowType.Utf8(), new DictionaryEncoding(id, false, null)), null);
    }

    private VarCharVector texts(String... values) {
        VarCharVector vector = new VarCharVector("d", allocator);
        for (int i = 0; i < values.length; i++) {
            vector.setSafe(i, values[i].getBytes(StandardCharsets.UTF_8));
        }
        vector.setValueCount(values.length);
        return vector;
    }
}
