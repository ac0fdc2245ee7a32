package io.amp4j.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flight.CallHeaders;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.Location;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The wire as Arrow's own Flight client sees it, which shares no code with this server. */
@Timeout(120)
@Tag("jvm-flag")
@SuppressWarnings("try") // closing a Flight client may be interrupted
class OracleTest {
    private static final String BLOCKS = "SELECT block_num FROM eth_rpc.blocks";
    private static final String ZERO = "0x" + "00".repeat(32);

    private final BufferAllocator allocator = new RootAllocator();

    /** A message as it came: how many rows, and the text beside it. */
    private record Message(int rows, String metadata) {}

    @AfterEach
    void nothing_leaks() {
        allocator.close();
    }

    @Test
    void the_info_has_the_schema_one_endpoint_and_no_counts() throws Exception {
        try (Devnet devnet = Devnet.builder().start();
                FlightClient client = connect(devnet)) {
            FlightInfo info = client.getInfo(descriptor("SELECT * FROM eth_rpc.transactions"));
            assertThat(info.getRecords()).isEqualTo(-1);
            assertThat(info.getEndpoints())
                    .singleElement()
                    .satisfies(endpoint -> assertThat(endpoint.getLocations()).isEmpty());
            assertThat(info.getSchemaOptional()).contains(Rows.schema(devnet, "SELECT * FROM eth_rpc.transactions"));
        }
    }

    @Test
    void a_batch_query_ends_with_an_empty_batch_that_is_complete() throws Exception {
        try (Devnet devnet = Devnet.builder().blocks(3).start();
                FlightClient client = connect(devnet)) {
            assertThat(read(client, BLOCKS + " WHERE block_num = 1", Map.of()))
                    .containsExactly(
                            new Message(1, metadata(devnet, 0, 2, "false")),
                            new Message(0, metadata(devnet, 0, 2, "true")));
        }
    }

    @Test
    void ranges_can_be_flat() throws Exception {
        try (Devnet devnet = Devnet.builder().blocks(1).flatRanges().start();
                FlightClient client = connect(devnet)) {
            assertThat(read(client, BLOCKS, Map.of()).get(0).metadata())
                    .isEqualTo("{\"ranges\":[{\"network\":\"devnet\",\"start\":0,\"end\":0,\"hash\":\""
                            + devnet.block(0).orElseThrow().hash() + "\",\"prev_hash\":\"" + ZERO
                            + "\"}],\"ranges_complete\":false}");
        }
    }

    @Test
    void a_stream_over_nothing_says_so_and_ends() throws Exception {
        try (Devnet devnet = Devnet.builder().blocks(0).start();
                FlightClient client = connect(devnet)) {
            assertThat(read(client, BLOCKS + " SETTINGS stream = true", Map.of()))
                    .containsExactly(new Message(0, "{\"ranges\":[],\"ranges_complete\":true}"));
        }
    }

    @Test
    void a_quiet_stream_sends_nothing_not_even_its_schema() throws Exception {
        try (Devnet devnet = Devnet.builder().blocks(2).start();
                FlightClient client = connect(devnet)) {
            FlightInfo info = client.getInfo(
                    descriptor(BLOCKS + " SETTINGS stream = true"), headers(Map.of("amp-resume", cursor(devnet, 1))));
            try (FlightStream stream =
                    client.getStream(info.getEndpoints().get(0).getTicket())) {
                assertThat(stream.hasRoot()).isFalse();
                devnet.mine(1);
                assertThat(stream.next()).isTrue();
                assertThat(stream.getRoot().getRowCount()).isEqualTo(1);
                stream.cancel("seen", null);
            }
        }
    }

    @Test
    void the_header_overrides_the_settings() throws Exception {
        try (Devnet devnet = Devnet.builder().blocks(2).start();
                FlightClient client = connect(devnet)) {
            assertThat(read(client, BLOCKS + " SETTINGS stream = true", Map.of("amp-stream", "0")))
                    .hasSize(2);
        }
    }

    @Test
    void a_cursor_that_cannot_be_read_starts_from_the_first_block_without_a_word() throws Exception {
        try (Devnet devnet = Devnet.builder().blocks(4).start();
                FlightClient client = connect(devnet)) {
            for (String header : List.of("nonsense", "[]", "{\"devnet\":{\"number\":1}}", "{\"devnet\":1}")) {
                FlightInfo info =
                        client.getInfo(descriptor(BLOCKS), headers(Map.of("amp-stream", "true", "amp-resume", header)));
                try (FlightStream stream =
                        client.getStream(info.getEndpoints().get(0).getTicket())) {
                    assertThat(stream.next()).isTrue();
                    assertThat(text(stream.getLatestMetadata())).as(header).isEqualTo(metadata(devnet, 0, 3, "false"));
                    stream.cancel("seen", null);
                }
            }
        }
    }

    @Test
    void a_cursor_without_the_network_is_an_error() throws Exception {
        try (Devnet devnet = Devnet.builder().start();
                FlightClient client = connect(devnet)) {
            for (String cursor : List.of("{}", cursor(devnet, 1).replace("devnet", "mainnet"))) {
                assertThatThrownBy(() -> client.getInfo(
                                descriptor(BLOCKS), headers(Map.of("amp-stream", "1", "amp-resume", cursor))))
                        .isInstanceOfSatisfying(FlightRuntimeException.class, OracleTest::isInvalid);
            }
        }
    }

    @Test
    void compressed_batches_hold_the_same_rows() throws Exception {
        String sql = "SELECT * FROM eth_rpc.transactions";
        try (Devnet devnet = Devnet.builder().compression(Compression.ZSTD).start();
                FlightClient client = connect(devnet)) {
            assertThat(rows(client, sql)).isNotEmpty().isEqualTo(Rows.canonical(devnet, sql));
        }
    }

    @Test
    void dictionaries_come_anew_with_each_batch() throws Exception {
        String sql = "SELECT value, tx_index FROM eth_rpc.transactions";
        try (Devnet devnet = Devnet.builder().dictionaryEncoded().batchRows(100).start();
                FlightClient client = connect(devnet)) {
            assertThat(rows(client, sql)).isNotEmpty().isEqualTo(Rows.canonical(devnet, sql));
        }
    }

    @Test
    void batches_are_split_near_their_size() throws Exception {
        try (Devnet devnet = Devnet.builder().batchBytes(20_000).start();
                FlightClient client = connect(devnet)) {
            String sql = "SELECT * FROM eth_rpc.logs";
            assertThat(read(client, sql, Map.of()).size()).isGreaterThan(15);
            assertThat(rows(client, sql)).isEqualTo(Rows.canonical(devnet, sql));
        }
    }

    @Test
    void a_call_without_the_token_is_unauthenticated() throws Exception {
        try (Devnet devnet = Devnet.builder().requireToken("secret").start();
                FlightClient client = connect(devnet)) {
            assertThatThrownBy(() -> client.getInfo(descriptor(BLOCKS)))
                    .isInstanceOfSatisfying(
                            FlightRuntimeException.class,
                            e -> assertThat(e.status().code()).isEqualTo(FlightStatusCode.UNAUTHENTICATED));
            assertThat(client.getInfo(descriptor(BLOCKS), headers(Map.of("authorization", "Bearer secret"))))
                    .isNotNull();
        }
    }

    @Test
    void what_a_server_does_not_implement_is_not_implemented() throws Exception {
        try (Devnet devnet = Devnet.builder().start();
                FlightClient client = connect(devnet)) {
            assertThatThrownBy(() -> client.getSchema(descriptor(BLOCKS)))
                    .isInstanceOfSatisfying(
                            FlightRuntimeException.class,
                            e -> assertThat(e.status().code()).isEqualTo(CallStatus.UNIMPLEMENTED.code()));
            assertThatThrownBy(() -> client.getInfo(FlightDescriptor.path("eth_rpc")))
                    .isInstanceOfSatisfying(FlightRuntimeException.class, OracleTest::isInvalid);
        }
    }

    private static void isInvalid(FlightRuntimeException error) {
        assertThat(error.status().code()).isEqualTo(FlightStatusCode.INVALID_ARGUMENT);
    }

    private FlightClient connect(Devnet devnet) {
        return FlightClient.builder(
                        UnsharedEmptyBuffers.over(allocator), Location.forGrpcInsecure("127.0.0.1", devnet.port()))
                .build();
    }

    private static String cursor(Devnet devnet, long number) {
        return "{\"devnet\":{\"number\":" + number + ",\"hash\":\""
                + devnet.block(number).orElseThrow().hash() + "\"}}";
    }

    private static String metadata(Devnet devnet, long start, long end, String complete) {
        String parent =
                start == 0 ? ZERO : devnet.block(start - 1).orElseThrow().hash();
        return "{\"ranges\":[{\"network\":\"devnet\",\"numbers\":{\"start\":" + start + ",\"end\":" + end
                + "},\"hash\":\"" + devnet.block(end).orElseThrow().hash() + "\",\"prev_hash\":\"" + parent
                + "\"}],\"ranges_complete\":" + complete + "}";
    }

    private static FlightDescriptor descriptor(String sql) throws IOException {
        byte[] command = field(1, sql.getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream any = new ByteArrayOutputStream();
        any.write(field(
                1,
                "type.googleapis.com/arrow.flight.protocol.sql.CommandStatementQuery"
                        .getBytes(StandardCharsets.UTF_8)));
        any.write(field(2, command));
        return FlightDescriptor.command(any.toByteArray());
    }

    private static byte[] field(int number, byte[] value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeByteArray(number, value);
        out.flush();
        return bytes.toByteArray();
    }

    private static HeaderCallOption headers(Map<String, String> values) {
        CallHeaders headers = new FlightCallHeaders();
        values.forEach(headers::insert);
        return new HeaderCallOption(headers);
    }

    private static List<Message> read(FlightClient client, String sql, Map<String, String> headers) throws Exception {
        List<Message> messages = new ArrayList<>();
        FlightInfo info = client.getInfo(descriptor(sql), headers(headers));
        try (FlightStream stream = client.getStream(info.getEndpoints().get(0).getTicket())) {
            assertThat(stream.getSchema().getFields()).isNotEmpty();
            while (stream.next()) {
                messages.add(new Message(stream.getRoot().getRowCount(), text(stream.getLatestMetadata())));
            }
        }
        return messages;
    }

    private static List<List<String>> rows(FlightClient client, String sql) throws Exception {
        List<List<String>> rows = new ArrayList<>();
        FlightInfo info = client.getInfo(descriptor(sql));
        try (FlightStream stream = client.getStream(info.getEndpoints().get(0).getTicket())) {
            while (stream.next()) {
                for (int row = 0; row < stream.getRoot().getRowCount(); row++) {
                    List<String> values = new ArrayList<>();
                    for (FieldVector vector : stream.getRoot().getFieldVectors()) {
                        values.add(value(vector, row, stream));
                    }
                    rows.add(values);
                }
            }
        }
        return rows;
    }

    private static String value(FieldVector vector, int row, FlightStream stream) {
        if (vector.getField().getDictionary() == null) {
            return Rows.text(vector.getObject(row));
        }
        long id = vector.getField().getDictionary().getId();
        try (FieldVector decoded = (FieldVector)
                DictionaryEncoder.decode(vector, stream.getDictionaryProvider().lookup(id))) {
            return Rows.text(decoded.getObject(row));
        }
    }

    private static String text(ArrowBuf metadata) {
        byte[] bytes = new byte[(int) metadata.readableBytes()];
        metadata.getBytes(metadata.readerIndex(), bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
