package io.amp4j.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.testing.Frames;
import io.amp4j.client.testing.SampleData;
import io.amp4j.client.testing.ScriptedServer;
import io.grpc.Status;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.TimeStampNanoTZVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ways to hold a result that build on batches. */
class ResultTest {
    private static final Schema SCHEMA = new Schema(List.of(
            Field.nullable("number", new ArrowType.Int(64, false)),
            Field.nullable("hash", new ArrowType.FixedSizeBinary(2)),
            Field.nullable("at", new ArrowType.Timestamp(TimeUnit.NANOSECOND, "+00:00")),
            Field.nullable("name", new ArrowType.Utf8())));

    private BufferAllocator allocator;
    private ScriptedServer server;
    private AmpClient client;

    @BeforeEach
    void start() {
        allocator = new RootAllocator();
        server = new ScriptedServer();
        client = AmpClient.builder()
                .uri(server.uri())
                .tokens(() -> null)
                .allocator(allocator)
                .build();
        server.plan(Frames.flightInfo(SCHEMA, "ticket"));
        server.stream(
                Status.OK,
                Frames.schema(SCHEMA),
                rows(-1L, 5L),
                Frames.metadataOnly(Frames.metadata(0, 9, true)),
                rows(7L).withMetadata(Frames.metadata(10, 19, false)),
                Frames.metadataOnly(Frames.metadata(10, 19, true)),
                rows(8L).withMetadata(Frames.metadata(20, 29, false)),
                Frames.metadataOnly(Frames.metadata(20, 29, true)));
    }

    private Frames.Parts rows(long... numbers) {
        try (VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator)) {
            for (int i = 0; i < numbers.length; i++) {
                ((UInt8Vector) root.getVector("number")).setSafe(i, numbers[i]);
                ((FixedSizeBinaryVector) root.getVector("hash")).setSafe(i, new byte[] {(byte) 0xab, (byte) i});
                ((TimeStampNanoTZVector) root.getVector("at")).setSafe(i, 1_500_000_000_000_000_001L);
                ((VarCharVector) root.getVector("name")).setSafe(i, ("ü" + i).getBytes(StandardCharsets.UTF_8));
            }
            root.setRowCount(numbers.length);
            return Frames.batch(root);
        }
    }

    @AfterEach
    void nothing_is_left_allocated() {
        client.close();
        server.close();
        assertThat(allocator.getAllocatedMemory()).isZero();
        allocator.close();
    }

    @Test
    void a_whole_result_outlives_its_stream() {
        try (Result result = client.sql("SELECT 1").collect(ResultLimit.DEFAULT)) {
            assertThat(result.schema()).isEqualTo(SCHEMA);
            assertThat(result.rows()).isEqualTo(4);
            assertThat(result.roots()).hasSize(3);
            assertThat(SampleData.text(result.roots().get(1)))
                    .singleElement()
                    .asString()
                    .contains("number=7");
        }
    }

    @Test
    void a_result_beyond_its_limit_is_an_error() {
        for (ResultLimit limit : List.of(ResultLimit.ofRows(3), new ResultLimit(1000, 10))) {
            assertThatThrownBy(() -> client.sql("SELECT 1").collect(limit))
                    .isInstanceOfSatisfying(
                            AmpException.class, e -> assertThat(e.code()).isEqualTo(ClientError.RESULT_TOO_LARGE));
        }
        client.sql("SELECT 1").collect(ResultLimit.ofRows(4)).close();
    }

    @Test
    void rows_are_read_one_by_one_and_stay_good() {
        List<Row> kept = new ArrayList<>();
        try (Rows rows = client.sql("SELECT 1").rows()) {
            rows.forEach(kept::add);
            assertThatThrownBy(() -> rows.iterator().next()).isInstanceOf(NoSuchElementException.class);
        }
        assertThat(kept).hasSize(4);
        Row first = kept.get(0);
        assertThat(first.columns()).containsExactly("number", "hash", "at", "name");
        assertThat(first.bigInteger("number")).isEqualTo(new BigInteger("18446744073709551615"));
        assertThat(first.hex("hash")).isEqualTo("0xab00");
        assertThat(first.instant("at")).isEqualTo(Instant.ofEpochSecond(1_500_000_000, 1));
        assertThat(first.string("name")).isEqualTo("ü0");
        assertThat(kept.get(1).longValue("number")).isEqualTo(5);
        assertThat(kept.get(1)).hasToString("Row[number=5, hash=0xab01, at=2017-07-14T02:40:00.000000001Z, name=ü1]");
        assertThatThrownBy(() -> first.longValue("number")).hasMessageContaining("AMP-BAD-COLUMN");
        assertThatThrownBy(() -> first.string("hash")).hasMessageContaining("AMP-BAD-COLUMN");
        assertThatThrownBy(() -> first.value("nope")).hasMessageContaining("number, hash, at, name");
    }

    @Test
    void every_type_has_a_value_in_a_row() {
        Schema schema = SampleData.schema();
        Field time = schema.findField("time32");
        Schema readable = new Schema(schema.getFields().stream()
                .filter(field ->
                        !field.getName().startsWith("time") && !field.getName().equals("date64"))
                .toList());
        assertThat(schema.getFields()).contains(time);
        server.plan(Frames.flightInfo(readable, "ticket"));
        try (VectorSchemaRoot root = SampleData.root(readable, 200, 1, allocator)) {
            server.stream(Status.OK, Frames.schema(readable), Frames.batch(root));
            int row = 0;
            try (Rows rows = client.sql("SELECT 1").rows()) {
                for (Row read : rows) {
                    for (String column : read.columns()) {
                        assertThat(read.isNull(column))
                                .as(column)
                                .isEqualTo(root.getVector(column).isNull(row));
                    }
                    row++;
                }
            }
            assertThat(row).isEqualTo(200);
        }
    }

    @Test
    void a_bounded_stream_ends_behind_the_first_watermark_at_or_past_its_block() {
        List<Long> ends;
        try (BatchStream stream = client.sql("SELECT 1").stream(null).until(10)) {
            ends = ends(stream);
            assertThat(stream.await(Duration.ZERO)).isTrue();
            assertThat(stream.next()).isNull();
            assertThat(allocator.getAllocatedMemory()).isZero();
        }
        assertThat(ends).containsExactly(9L, 9L, 19L, 19L);
    }

    @Test
    void a_stream_ends_behind_the_last_watermark_that_is_wanted_though_the_server_would_go_on() {
        server.stream(
                null,
                Frames.schema(SCHEMA),
                Frames.metadataOnly(Frames.metadata(0, 9, true)),
                Frames.metadataOnly(Frames.metadata(10, 19, true)),
                Frames.metadataOnly(Frames.metadata(20, 29, true)));
        List<Long> arrived = new CopyOnWriteArrayList<>();
        try (BatchStream stream = client.sql("SELECT 1").stream(null)) {
            // Only the third watermark arrives for certain after this line: the others may be there already.
            stream.endBehind(block -> arrived.add(block) && block >= 29);
            assertThat(stream.awaitReadAhead(Duration.ofMinutes(1))).isTrue();

            assertThat(ends(stream)).containsExactly(9L, 19L, 29L);
            assertThat(stream.await(Duration.ZERO)).isTrue();
            assertThat(stream.next()).isNull();
        }
        assertThat(arrived).endsWith(29L).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void whoever_would_rather_take_much_at_once_can_wait_until_the_server_has_to() {
        server.stream(null, Frames.schema(SCHEMA), rows(1L), rows(2L));
        try (AmpClient frugal = AmpClient.builder()
                        .uri(server.uri())
                        .tokens(() -> null)
                        .allocator(allocator)
                        .readAheadBytes(1)
                        .build();
                BatchStream stream = frugal.sql("SELECT 1").stream(null)) {
            assertThat(stream.awaitReadAhead(Duration.ofMinutes(1))).isTrue();
        }
        server.stream(null, Frames.schema(SCHEMA), rows(1L), rows(2L));
        try (BatchStream stream = client.sql("SELECT 1").stream(null)) {
            assertThat(stream.awaitReadAhead(Duration.ofMillis(50))).isFalse();
        }
    }

    private static List<Long> ends(BatchStream stream) {
        List<Long> ends = new ArrayList<>();
        for (Batch batch = stream.next(); batch != null; batch = stream.next()) {
            ends.add(batch.metadata().ranges().get(0).end());
        }
        return ends;
    }

    @Test
    void waiting_sees_no_batch_in_a_schema() {
        server.stream(null, Frames.schema(SCHEMA));
        try (BatchStream stream = client.sql("SELECT 1").stream(null)) {
            assertThat(stream.await(Duration.ofMillis(200))).isFalse();
        }
    }
}
