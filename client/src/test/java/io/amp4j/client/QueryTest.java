package io.amp4j.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.testing.Frames;
import io.amp4j.client.testing.SampleData;
import io.amp4j.client.testing.ScriptedServer;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QueryTest {
    private final Schema schema = SampleData.schema();
    private BufferAllocator allocator;
    private ScriptedServer server;
    private AmpClient client;

    @BeforeEach
    void start() {
        allocator = new RootAllocator();
        server = new ScriptedServer();
        server.plan(Frames.flightInfo(schema, "ticket"));
        client = AmpClient.builder()
                .uri(server.uri())
                .tokens(() -> null)
                .allocator(allocator)
                .build();
    }

    @AfterEach
    void nothing_is_left_allocated() {
        client.close();
        server.close();
        assertThat(allocator.getAllocatedMemory()).isZero();
        allocator.close();
    }

    private List<String> read(BatchStream stream) {
        List<String> rows = new ArrayList<>();
        for (Batch batch = stream.next(); batch != null; batch = stream.next()) {
            rows.addAll(SampleData.text(batch.root()));
        }
        return rows;
    }

    @ParameterizedTest
    @EnumSource(names = {"NO_COMPRESSION", "ZSTD", "LZ4_FRAME"})
    void reads_every_type_under_every_compression(CodecType codec) {
        List<String> expected;
        try (VectorSchemaRoot root = SampleData.root(schema, 1000, 7, allocator)) {
            expected = SampleData.text(root);
            server.stream(Status.OK, Frames.schema(schema), Frames.batch(root, codec));
        }
        try (BatchStream stream = client.sql("SELECT 1").batches()) {
            assertThat(stream.schema()).isEqualTo(schema);
            assertThat(read(stream)).isEqualTo(expected);
        }
    }

    @Test
    void the_end_stays_the_end() {
        server.stream(Status.OK, Frames.schema(schema));
        try (BatchStream stream = client.sql("SELECT 1").batches()) {
            assertThat(stream.next()).isNull();
            assertThat(stream.next()).isNull();
        }
    }

    @Test
    void a_refused_query_tells_the_servers_words() {
        server.refusePlan(Status.INVALID_ARGUMENT.withDescription("table 'nope' not found"));
        assertThatThrownBy(() -> client.sql("SELECT nope").batches())
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(ClientError.INVALID_QUERY))
                .hasMessageContaining("table 'nope' not found");
    }
}
