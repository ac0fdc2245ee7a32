package io.amp4j.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.amp4j.client.testing.CuttableProxy;
import io.amp4j.client.testing.Frames;
import io.amp4j.client.testing.SampleData;
import io.amp4j.client.testing.ScriptedServer;
import io.amp4j.client.testing.Waiting;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class FailureTest {
    private final Schema schema = SampleData.schema();
    private BufferAllocator allocator;
    private ScriptedServer server;
    private Frames.Parts batch;

    @BeforeEach
    void start() {
        allocator = new RootAllocator();
        server = new ScriptedServer();
        server.plan(Frames.flightInfo(schema, "ticket"));
        try (VectorSchemaRoot root = SampleData.root(schema, 100, 3, allocator)) {
            batch = Frames.batch(root);
        }
    }

    @AfterEach
    void nothing_is_left_allocated() {
        server.close();
        assertThat(allocator.getAllocatedMemory()).isZero();
        allocator.close();
    }

    private AmpClient.Builder client() {
        return client(server.uri());
    }

    private AmpClient.Builder client(String uri) {
        return AmpClient.builder().uri(uri).tokens(() -> null).allocator(allocator);
    }

    private static AmpException error(ThrowingCallable call) {
        AmpException error = catchThrowableOfType(AmpException.class, call);
        assertThat(error).isNotNull();
        return error;
    }

    @ParameterizedTest
    @CsvSource({
        "UNAUTHENTICATED, AMP-UNAUTHENTICATED, false",
        "PERMISSION_DENIED, AMP-PERMISSION-DENIED, false",
        "INVALID_ARGUMENT, AMP-INVALID-QUERY, false",
        "FAILED_PRECONDITION, AMP-INVALID-QUERY, false",
        "NOT_FOUND, AMP-NOT-FOUND, false",
        "UNIMPLEMENTED, AMP-UNIMPLEMENTED, false",
        "UNAVAILABLE, AMP-UNAVAILABLE, true",
        "DEADLINE_EXCEEDED, AMP-DEADLINE, true",
        "CANCELLED, AMP-ABORTED, true",
        "ABORTED, AMP-ABORTED, true",
        "RESOURCE_EXHAUSTED, AMP-RESOURCE-EXHAUSTED, true",
        "INTERNAL, AMP-SERVER-FAILED, true",
        "UNKNOWN, AMP-SERVER-FAILED, true",
        "DATA_LOSS, AMP-DATA-LOSS, false",
    })
    void a_status_becomes_a_code_before_and_in_the_stream(Status.Code status, String code, boolean retryable) {
        String words = "the server's own words, " + "long ".repeat(4000);
        Status refusal = Status.fromCode(status).withDescription(words);
        server.refusePlan(refusal);
        try (AmpClient client = client().build()) {
            AmpException before = error(() -> client.sql("SELECT 1").batches());
            assertThat(before.code().id()).isEqualTo(code);
            assertThat(before.retryable()).isEqualTo(retryable);
            assertThat(before).hasMessageContaining(words.strip());

            server.plan(Frames.flightInfo(schema, "ticket"));
            server.stream(refusal, Frames.schema(schema), batch);
            try (BatchStream stream = client.sql("SELECT 1").batches()) {
                assertThat(stream.next().rows()).isEqualTo(100);
                AmpException in = error(stream::next);
                assertThat(in.code().id()).isEqualTo(code);
                assertThat(in).hasMessageContaining(words.strip());
                assertThat(error(stream::next)).isSameAs(in);
            }
        }
    }

    @Test
    void a_closed_port_is_unavailable_and_a_server_that_comes_back_is_found() throws IOException {
        int port = server.port();
        server.close();
        try (AmpClient client = client("grpc://localhost:" + port).build()) {
            AmpException gone = error(() -> client.sql("SELECT 1").batches());
            assertThat(gone.code()).isEqualTo(ClientError.UNAVAILABLE);
            assertThat(gone.retryable()).isTrue();
            assertThat(gone).hasMessage("%s: %s", gone.code().id(), gone.detail());
            server = new ScriptedServer(port, io.grpc.InsecureServerCredentials.create());
            server.plan(Frames.flightInfo(schema, "ticket"));
            server.stream(Status.OK, Frames.schema(schema), batch);
            try (BatchStream stream = client.sql("SELECT 1").batches()) {
                assertThat(stream.next().rows()).isEqualTo(100);
            }
        }
    }

    @Test
    void a_peer_that_accepts_and_says_nothing_is_given_up_after_the_connect_timeout() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                AmpClient client = client("grpc://localhost:" + silent.getLocalPort())
                        .connectTimeout(Duration.ofMillis(300))
                        .build()) {
            AmpException error = error(() -> client.sql("SELECT 1").batches());
            assertThat(error.code()).isEqualTo(ClientError.UNAVAILABLE);
            assertThat(error).hasMessageContaining("connectTimeout");
        }
    }

    @Test
    void a_web_server_is_not_an_amp_server() throws Exception {
        try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                AmpClient client =
                        client("grpc://localhost:" + web.getLocalPort()).build()) {
            CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> answerHttp(web));
            AmpException error = error(() -> client.sql("SELECT 1").batches());
            assertThat(error.code()).isEqualTo(ClientError.NOT_AMP_SERVER);
            assertThat(error.retryable()).isFalse();
            answering.get(5, TimeUnit.SECONDS);
        }
    }

    private static void answerHttp(ServerSocket web) {
        try (Socket socket = web.accept()) {
            socket.getOutputStream()
                    .write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            while (socket.getInputStream().read() >= 0) {
                // Reads on until the client hangs up.
            }
        } catch (IOException e) {
            // The client hung up.
        }
    }

    @Test
    void tls_to_a_server_without_is_an_error_of_tls() {
        try (AmpClient client = client("grpc+tls://localhost:" + server.port()).build()) {
            assertThat(error(() -> client.sql("SELECT 1").batches()).code()).isEqualTo(ClientError.TLS);
        }
    }

    @Test
    void planning_has_a_deadline() {
        server.hangOnPlan();
        try (AmpClient client = client().callTimeout(Duration.ofMillis(200)).build()) {
            assertThat(error(() -> client.sql("SELECT 1").schema()).code()).isEqualTo(ClientError.DEADLINE);
        }
    }

    @Test
    void a_bounded_query_has_a_deadline_and_a_live_one_has_none() {
        server.stream(null, Frames.schema(schema), batch);
        try (AmpClient client = client().queryTimeout(Duration.ofMillis(300)).build()) {
            try (BatchStream bounded = client.sql("SELECT 1").batches()) {
                assertThat(bounded.next()).isNotNull();
                assertThat(error(bounded::next).code()).isEqualTo(ClientError.DEADLINE);
            }
            try (BatchStream live = client.sql("SELECT 1").stream(null)) {
                assertThat(live.next()).isNotNull();
                assertThat(live.await(Duration.ofMillis(500))).isFalse();
            }
        }
    }

    @Test
    void a_waiting_reader_is_woken_by_cancel() throws Exception {
        server.stream(null, Frames.schema(schema));
        try (AmpClient client = client().build();
                BatchStream stream = client.sql("SELECT 1").stream(null)) {
            CompletableFuture<AmpException> reader = CompletableFuture.supplyAsync(() -> error(stream::next));
            assertThat(stream.await(Duration.ZERO)).isFalse();
            stream.cancel();
            assertThat(reader.get(5, TimeUnit.SECONDS).code()).isEqualTo(ClientError.CANCELLED);
            Waiting.until(() -> server.cancelled() == 1);
        }
    }

    @Test
    void an_interrupted_reader_gets_an_exception_and_stays_interrupted() throws Exception {
        server.stream(null, Frames.schema(schema));
        try (AmpClient client = client().build();
                BatchStream stream = client.sql("SELECT 1").stream(null)) {
            CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
            Thread reader = new Thread(() -> {
                error(stream::next);
                stillInterrupted.complete(Thread.currentThread().isInterrupted());
            });
            reader.start();
            reader.interrupt();
            assertThat(stillInterrupted.get(5, TimeUnit.SECONDS)).isTrue();
            reader.join();
        }
    }

    @Test
    void a_connection_that_breaks_ends_the_stream_with_a_retryable_error() throws IOException {
        server.stream(null, Frames.schema(schema), batch);
        try (CuttableProxy proxy = new CuttableProxy(server.port());
                AmpClient client = client("grpc://localhost:" + proxy.port()).build();
                BatchStream stream = client.sql("SELECT 1").stream(null)) {
            assertThat(stream.next()).isNotNull();
            proxy.cut();
            AmpException error = error(stream::next);
            assertThat(error.code()).isEqualTo(ClientError.UNAVAILABLE);
            assertThat(error.retryable()).isTrue();
        }
    }

    @Test
    void a_half_open_connection_is_found_by_pings() throws IOException {
        server.stream(null, Frames.schema(schema), batch);
        try (CuttableProxy proxy = new CuttableProxy(server.port());
                AmpClient client = client("grpc://localhost:" + proxy.port())
                        .keepAlive(Duration.ofSeconds(10), Duration.ofMillis(500))
                        .build();
                BatchStream stream = client.sql("SELECT 1").stream(null)) {
            assertThat(stream.next()).isNotNull();
            proxy.freeze();
            AmpException error = error(stream::next);
            assertThat(error.code()).isEqualTo(ClientError.UNAVAILABLE);
            assertThat(error.retryable()).isTrue();
        }
    }

    @Test
    void a_server_that_stops_ends_its_streams_with_a_retryable_error() {
        server.stream(null, Frames.schema(schema), batch);
        try (AmpClient client = client().build();
                BatchStream stream = client.sql("SELECT 1").stream(null)) {
            assertThat(stream.next()).isNotNull();
            server.close();
            assertThat(error(stream::next).retryable()).isTrue();
        }
    }

    @Test
    void a_stream_that_is_closed_unread_gives_everything_back() {
        server.endless(Frames.schema(schema), batch);
        try (AmpClient client = client().build()) {
            BatchStream stream = client.sql("SELECT 1").batches();
            Waiting.until(() -> server.sent() > 10);
            assertThat(stream.next()).isNotNull();
            stream.close();
            stream.close();
            assertThat(client.allocator().getAllocatedMemory()).isZero();
            assertThat(error(stream::next).code()).isEqualTo(ClientError.CANCELLED);
        }
    }

    @Test
    void a_client_closed_before_its_streams_says_so() {
        server.endless(Frames.schema(schema), batch);
        AmpClient client = client().build();
        BatchStream stream = client.sql("SELECT 1").batches();
        assertThat(stream.next()).isNotNull();
        assertThat(error(client::close).code()).isEqualTo(ClientError.NOT_CLOSED);
        stream.close();
        client.close();
        assertThat(error(() -> client.sql("SELECT 1").batches()).code()).isEqualTo(ClientError.CANCELLED);
    }

    @Test
    void a_server_is_read_no_further_ahead_than_the_credit() {
        server.endless(Frames.schema(schema), batch);
        // Arrow's default allocator rounds up to powers of two.
        long frame = 2 * Long.highestOneBit(batch.flightData().length);
        try (AmpClient client = client().readAheadBytes(4 * frame).build();
                BatchStream stream = client.sql("SELECT 1").batches()) {
            Waiting.until(() -> client.allocator().getAllocatedMemory() >= 3 * frame);
            Waiting.untilSteady(server::sent);
            assertThat(client.allocator().getAllocatedMemory()).isLessThanOrEqualTo(5 * frame);
            for (int i = 0; i < 1000; i++) {
                assertThat(stream.next().rows()).isEqualTo(100);
                assertThat(client.allocator().getAllocatedMemory()).isLessThan(8 * frame);
            }
        }
    }

    @Test
    void a_message_larger_than_the_credit_still_comes_through() {
        server.stream(Status.OK, Frames.schema(schema), batch, batch);
        try (AmpClient client = client().readAheadBytes(1).build();
                BatchStream stream = client.sql("SELECT 1").batches()) {
            assertThat(stream.next()).isNotNull();
            assertThat(stream.next()).isNotNull();
            assertThat(stream.next()).isNull();
        }
    }

    @Test
    void a_message_that_is_too_large_names_the_option_that_allows_it() {
        server.stream(Status.OK, Frames.schema(schema), batch);
        try (AmpClient client = client().maxMessageBytes(20_000).build();
                BatchStream stream = client.sql("SELECT 1").batches()) {
            AmpException error = error(stream::next);
            assertThat(error.code()).isEqualTo(ClientError.MESSAGE_TOO_LARGE);
            assertThat(error).hasMessageContaining("maxMessageBytes");
        }
    }

    @Test
    void a_spent_memory_budget_is_an_error_and_no_leak() {
        server.stream(Status.OK, Frames.schema(schema), batch);
        try (AmpClient client = client().memoryLimit(20_000).build();
                BatchStream stream = client.sql("SELECT 1").batches()) {
            assertThat(error(stream::next).code()).isEqualTo(ClientError.OUT_OF_MEMORY);
        }
    }

    @Test
    void an_option_that_makes_no_sense_is_refused() {
        assertThat(error(() -> AmpClient.builder().build()).code()).isEqualTo(ClientError.BAD_URI);
        assertThat(error(() -> client().maxMessageBytes(0)).code()).isEqualTo(ClientError.BAD_OPTION);
        assertThat(error(() -> client().readAheadBytes(-1)).code()).isEqualTo(ClientError.BAD_OPTION);
        assertThat(error(() -> client().callTimeout(Duration.ZERO)).code()).isEqualTo(ClientError.BAD_OPTION);
        assertThat(error(() -> client().header("Authorization", "x")).code()).isEqualTo(ClientError.BAD_OPTION);
        assertThat(error(() -> client().header("amp-resume", "x")).code()).isEqualTo(ClientError.BAD_OPTION);
        assertThat(error(() -> client().header("a b", "x")).code()).isEqualTo(ClientError.BAD_OPTION);
        AmpException value = error(() -> client().header("x-key", "se-cret\n"));
        assertThat(value.code()).isEqualTo(ClientError.BAD_OPTION);
        assertThat(value.getMessage()).doesNotContain("se-cret");
    }

    @Test
    void a_token_that_no_header_can_hold_is_refused_without_being_repeated() {
        try (AmpClient client = client().token("se-cret\n").build()) {
            assertThatThrownBy(() -> client.sql("SELECT 1").batches())
                    .isInstanceOfSatisfying(
                            AmpException.class, e -> assertThat(e.code()).isEqualTo(ClientError.CREDENTIALS))
                    .message()
                    .doesNotContain("se-cret");
        }
    }

    @Test
    void a_token_is_asked_for_anew_at_each_call() {
        server.stream(Status.OK, Frames.schema(schema));
        AtomicInteger asked = new AtomicInteger();
        try (AmpClient client = client().tokens(() -> "t" + asked.incrementAndGet())
                .header("x-team", "a")
                .build()) {
            client.sql("SELECT 1").batches().close();
            Waiting.until(() -> server.calls() == 2);
            assertThat(server.header(0, "authorization")).isEqualTo("Bearer t1");
            assertThat(server.header(1, "authorization")).isEqualTo("Bearer t2");
            assertThat(server.header(1, "x-team")).isEqualTo("a");
            assertThat(client.toString()).doesNotContain("t1");
        }
    }
}
