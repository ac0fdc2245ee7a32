package io.amp4j.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.testing.Frames;
import io.amp4j.client.testing.SampleData;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.flight.CallHeaders;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.FlightServerMiddleware;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.NoOpFlightProducer;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against Arrow's own Flight server, which shares no code with the client's side of the wire. */
@Tag("jvm-flag")
class FlightPeerTest {
    private static final FlightServerMiddleware.Key<Headers> HEADERS = FlightServerMiddleware.Key.of("headers");

    private BufferAllocator clientMemory;
    private BufferAllocator serverMemory;
    private Producer producer;
    private FlightServer server;
    private AmpClient client;

    @BeforeEach
    void start() throws Exception {
        clientMemory = new RootAllocator();
        serverMemory = new RootAllocator();
        producer = new Producer();
        server = FlightServer.builder(serverMemory, Location.forGrpcInsecure("localhost", 0), producer)
                .middleware(HEADERS, (info, headers, context) -> new Headers(headers))
                .build()
                .start();
        client = AmpClient.builder()
                .uri("grpc://localhost:" + server.getPort())
                .token("secret-token")
                .allocator(clientMemory)
                .build();
    }

    @AfterEach
    void nothing_is_left_allocated() throws Exception {
        client.close();
        server.shutdown();
        server.awaitTermination();
        server.close();
        assertThat(clientMemory.getAllocatedMemory()).isZero();
        clientMemory.close();
        serverMemory.close();
    }

    @Test
    void reads_what_arrows_server_wrote() {
        Schema schema = SampleData.schema();
        try (VectorSchemaRoot first = SampleData.root(schema, 3000, 1, serverMemory);
                VectorSchemaRoot second = SampleData.root(schema, 17, 2, serverMemory)) {
            producer.serve(schema, null, List.of(first, second));
            List<String> expected = new ArrayList<>(SampleData.text(first));
            expected.addAll(SampleData.text(second));

            List<String> rows = new ArrayList<>();
            try (BatchStream stream = client.sql("SELECT * FROM everything").batches()) {
                for (Batch batch = stream.next(); batch != null; batch = stream.next()) {
                    rows.addAll(SampleData.text(batch.root()));
                    assertThat(batch.metadata().ranges())
                            .containsExactly(new BlockRange("anvil", 0, 9, "0xaa9", "0xaa-1"));
                }
            }
            assertThat(rows).isEqualTo(expected);
        }
    }

    @Test
    void resolves_the_dictionaries_of_arrows_server() {
        Field plain = Field.nullable("network", new ArrowType.Utf8());
        try (VarCharVector values = new VarCharVector(plain, serverMemory);
                VarCharVector entries = new VarCharVector(plain, serverMemory)) {
            fill(values, "mainnet", null, "base", "mainnet", "base");
            fill(entries, "base", "mainnet");
            Dictionary dictionary = new Dictionary(entries, new DictionaryEncoding(5, false, null));
            DictionaryProvider provider = new DictionaryProvider.MapDictionaryProvider(dictionary);
            try (FieldVector encoded = (FieldVector) DictionaryEncoder.encode(values, dictionary)) {
                VectorSchemaRoot root = new VectorSchemaRoot(List.of(encoded));
                producer.serve(new Schema(List.of(plain)), provider, List.of(root));
                try (BatchStream stream = client.sql("SELECT network").batches()) {
                    Batch batch = stream.next();
                    assertThat(stream.schema().getFields()).containsExactly(plain);
                    assertThat(SampleData.text(batch.root()))
                            .containsExactly(
                                    "[network=mainnet]",
                                    "[network=null]",
                                    "[network=base]",
                                    "[network=mainnet]",
                                    "[network=base]");
                }
            }
        }
    }

    private static void fill(VarCharVector vector, String... values) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                vector.setNull(i);
            } else {
                vector.setSafe(i, values[i].getBytes(StandardCharsets.UTF_8));
            }
        }
        vector.setValueCount(values.length);
    }

    @Test
    void sends_the_query_the_token_and_where_to_resume() {
        Schema schema = new Schema(List.of(Field.nullable("n", new ArrowType.Int(64, true))));
        producer.serve(schema, null, List.of());
        try (BatchStream stream = client.sql("SELECT n FROM t").stream(Cursor.of("anvil", 2, "0x0dee"))) {
            assertThat(stream.next()).isNull();
        }
        assertThat(producer.command).contains("CommandStatementQuery").endsWith("SELECT n FROM t");
        Headers plan = producer.seen.get(0);
        assertThat(plan.get("authorization")).isEqualTo("Bearer secret-token");
        assertThat(plan.get("amp-stream")).isEqualTo("true");
        assertThat(plan.get("amp-resume")).isEqualTo("{\"anvil\":{\"number\":2,\"hash\":\"0x0dee\"}}");
        assertThat(producer.seen.get(1).get("authorization")).isEqualTo("Bearer secret-token");
    }

    @Test
    void a_bounded_query_is_not_a_stream_whatever_its_settings() {
        Schema schema = new Schema(List.of(Field.nullable("n", new ArrowType.Int(64, true))));
        producer.serve(schema, null, List.of());
        client.sql("SELECT n FROM t SETTINGS stream = true").batches().close();
        assertThat(producer.seen.get(0).get("amp-stream")).isEqualTo("false");
        assertThat(producer.seen.get(0).get("amp-resume")).isNull();
    }

    /** The headers of a call, for the producer. */
    private static final class Headers implements FlightServerMiddleware {
        private final CallHeaders headers;

        Headers(CallHeaders headers) {
            this.headers = headers;
        }

        String get(String name) {
            return headers.get(name);
        }

        @Override
        public void onBeforeSendingHeaders(CallHeaders outgoing) {}

        @Override
        public void onCallCompleted(CallStatus status) {}

        @Override
        public void onCallErrored(Throwable error) {}
    }

    private final class Producer extends NoOpFlightProducer {
        private final List<Headers> seen = new ArrayList<>();
        private Schema schema;
        private DictionaryProvider dictionaries;
        private List<VectorSchemaRoot> roots;
        private String command;

        void serve(Schema served, DictionaryProvider provider, List<VectorSchemaRoot> batches) {
            schema = served;
            dictionaries = provider;
            roots = batches;
        }

        @Override
        public FlightInfo getFlightInfo(CallContext context, FlightDescriptor descriptor) {
            seen.add(context.getMiddleware(HEADERS));
            command = new String(descriptor.getCommand(), StandardCharsets.UTF_8);
            FlightEndpoint endpoint = new FlightEndpoint(new Ticket(new byte[] {1, 2, 3}));
            return new FlightInfo(schema, descriptor, List.of(endpoint), -1, -1);
        }

        @Override
        public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
            seen.add(context.getMiddleware(HEADERS));
            assertThat(Arrays.toString(ticket.getBytes())).isEqualTo("[1, 2, 3]");
            try (VectorSchemaRoot sent = VectorSchemaRoot.create(written(), serverMemory)) {
                start(listener, sent);
                for (VectorSchemaRoot root : roots) {
                    copy(root, sent);
                    put(listener);
                }
                listener.completed();
            }
        }

        private Schema written() {
            return roots.isEmpty() ? schema : roots.get(0).getSchema();
        }

        private void copy(VectorSchemaRoot from, VectorSchemaRoot to) {
            try (ArrowRecordBatch batch = new VectorUnloader(from).getRecordBatch()) {
                new VectorLoader(to).load(batch);
            }
        }

        private void start(ServerStreamListener listener, VectorSchemaRoot root) {
            if (dictionaries == null) {
                listener.start(root);
            } else {
                listener.start(root, dictionaries);
            }
        }

        private void put(ServerStreamListener listener) {
            byte[] json = Frames.METADATA.getBytes(StandardCharsets.UTF_8);
            ArrowBuf metadata = serverMemory.buffer(json.length);
            metadata.writeBytes(json);
            listener.putNext(metadata);
        }
    }
}
