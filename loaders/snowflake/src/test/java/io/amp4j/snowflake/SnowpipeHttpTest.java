package io.amp4j.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.amp4j.client.AmpException;
import io.amp4j.client.ErrorCode;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documented HTTP of Snowpipe Streaming, against a stub of it: no other server of it can be had. */
class SnowpipeHttpTest {
    private static final PipeName PIPE = new PipeName("Data", "PUBLIC", "AMP4J_1");

    @TempDir
    private Path directory;

    private final List<JsonNode> committed = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private int refused;
    private SnowpipeStub stub;
    private HttpServer http;
    private PipeClient client;

    @BeforeEach
    void start() throws IOException {
        stub = new SnowpipeStub((pipe, rows) -> {
            committed.addAll(rows.subList(refused, rows.size()));
            return refused;
        });
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            try (exchange) {
                stub.answer(exchange, exchange.getRequestBody().readAllBytes());
            }
        });
        http.start();
        client = client(null, SnowpipeStore.writeKey(directory));
    }

    @AfterEach
    void stop() {
        http.stop(0);
    }

    private PipeClient client(Secret token, Path key) {
        URI server = URI.create("http://127.0.0.1:" + http.getAddress().getPort());
        Duration time = Duration.ofSeconds(10);
        return new PipeClient(new PipeHttp(
                new PipeAccess(server, "acct.eu", "me", "LOADER", key, null, token, "Data", "PUBLIC", time, time),
                pauses::add));
    }

    private static byte[] rows(String... lines) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    private static ErrorCode failure(Runnable call) {
        return catchThrowableOfType(AmpException.class, call::run).code();
    }

    @Test
    void rows_are_committed_in_their_order_after_a_while() {
        PipeChannel channel = client.open(PIPE, "C");
        client.append(channel, "t-1", rows("{\"c0\":\"1\"}", "{\"c0\":\"2\"}"));
        client.append(channel, "t-2", rows("{\"c0\":\"3\"}"));
        assertThat(client.status(channel).committedOffset()).isEqualTo("t-1");
        assertThat(client.status(channel).committedOffset()).isEqualTo("t-2");
        assertThat(committed).extracting(row -> row.path("c0").asText()).containsExactly("1", "2", "3");
        assertThat(stub.requests())
                .startsWith(
                        "GET /v2/streaming/hostname",
                        "POST /oauth/token",
                        "PUT /v2/streaming/databases/%22Data%22/schemas/PUBLIC/pipes/AMP4J_1/channels/C",
                        "POST /v2/streaming/data/databases/%22Data%22/schemas/PUBLIC/pipes/AMP4J_1/channels/C/rows")
                .endsWith("POST /v2/streaming/databases/%22Data%22/schemas/PUBLIC/pipes/AMP4J_1:bulk-channel-status");
    }

    @Test
    void who_opens_a_channel_shuts_out_who_had_it() {
        PipeChannel older = client.open(PIPE, "C");
        PipeChannel newer = client.open(PIPE, "C");
        assertThat(failure(() -> client.append(older, "t-1", rows("{}")))).isEqualTo(LoadError.DESTINATION_UNAVAILABLE);
        client.append(newer, "u-1", rows("{}"));
        client.status(newer);
        assertThat(client.status(newer).committedOffset()).isEqualTo("u-1");
        assertThat(committed).hasSize(1);
    }

    @Test
    void a_token_that_has_expired_is_replaced_once() {
        PipeChannel channel = client.open(PIPE, "C");
        stub.expireTokens();
        client.append(channel, "t-1", rows("{}"));
        stub.fail("/rows", 401, "");
        stub.fail("/rows", 401, "");
        assertThat(failure(() -> client.append(channel, "t-2", rows("{}"))))
                .isEqualTo(LoadError.DESTINATION_UNAUTHENTICATED);
        assertThat(stub.requests().stream().filter("POST /oauth/token"::equals)).hasSize(3);
    }

    @Test
    void what_is_throttled_is_sent_again_and_not_for_ever() {
        PipeChannel channel = client.open(PIPE, "C");
        stub.fail("/rows", 429, "");
        stub.fail("/rows", 503, "");
        client.append(channel, "t-1", rows("{\"c0\":\"1\"}"));
        assertThat(pauses).containsExactly(Duration.ZERO, Duration.ZERO);
        for (int i = 0; i < 8; i++) {
            stub.fail("/rows", 429, "");
        }
        assertThat(failure(() -> client.append(channel, "t-2", rows("{}"))))
                .isEqualTo(LoadError.DESTINATION_UNAVAILABLE);
        assertThat(pauses).hasSize(9);
    }

    @Test
    void refused_rows_are_counted_from_the_opening_on() {
        refused = 1;
        PipeChannel earlier = client.open(PIPE, "C");
        client.append(earlier, "t-1", rows("{}", "{}"));
        client.status(earlier);
        assertThat(client.status(earlier).errors()).isEqualTo(1);
        PipeChannel channel = client.open(PIPE, "C");
        assertThat(channel.earlierErrors()).isEqualTo(1);
        assertThat(client.status(channel).lastError()).contains("not recognized");
    }

    @Test
    void a_failure_is_what_its_code_says_and_else_what_its_status_says() {
        PipeChannel channel = client.open(PIPE, "C");
        record Case(int status, String code, LoadError error) {}
        for (Case each : List.of(
                new Case(404, "ERR_PIPE_DOES_NOT_EXIST_OR_NOT_AUTHORIZED", LoadError.CONFIG_INVALID),
                new Case(404, "ERR_TABLE_DOES_NOT_EXIST_NOT_AUTHORIZED", LoadError.TABLE_MISSING),
                new Case(400, "STALE_PIPE_CACHE", LoadError.DESTINATION_UNAVAILABLE),
                new Case(409, "ERR_CHANNEL_MUST_BE_REOPENED", LoadError.DESTINATION_UNAVAILABLE),
                new Case(403, "", LoadError.DESTINATION_UNAUTHENTICATED),
                new Case(413, "", LoadError.VALUE_REFUSED),
                new Case(400, "", LoadError.DESTINATION_FAILED),
                new Case(500, "", LoadError.DESTINATION_UNAVAILABLE))) {
            stub.fail("/rows", each.status(), each.code());
            assertThat(failure(() -> client.append(channel, "t-1", rows("{}"))))
                    .as(each.toString())
                    .isEqualTo(each.error());
        }
    }

    @Test
    void an_oauth_token_logs_in_as_it_is() {
        PipeChannel channel = client(Secret.of("mine"), null).open(PIPE, "C");
        assertThat(channel.continuation()).isEqualTo("1_0");
    }

    @Test
    void a_server_that_is_gone_is_unavailable() {
        http.stop(0);
        assertThat(failure(() -> client.open(PIPE, "C"))).isEqualTo(LoadError.DESTINATION_UNAVAILABLE);
    }
}
