package io.amp4j.client.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.client.ApiException;
import io.amp4j.client.ClientError;
import io.amp4j.client.ErrorCode;
import io.amp4j.client.ServiceOptions;
import io.amp4j.client.TokenSource;
import io.amp4j.client.testing.RawHttpServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever answers, on purpose or by mistake: the error has a code, says what to do, and keeps the token. */
@Timeout(60)
class HostileAnswerTest {
    private static final String TOKEN = "se-cret-token";
    private static final String JSON = "content-type: application/json\r\n";

    private static AdminClient admin(RawHttpServer server) {
        return new AdminClient(ServiceOptions.at(server.url())
                .withTokens(TokenSource.of(TOKEN))
                .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5)));
    }

    private static AmpException failure(RawHttpServer server) {
        try (server) {
            return failure(admin(server));
        }
    }

    private static AmpException failure(AdminClient admin) {
        try {
            admin.datasets().list();
        } catch (AmpException e) {
            assertThat(e).hasMessageNotContaining(TOKEN);
            return e;
        }
        throw new AssertionError("the answer was taken");
    }

    private static void assertCode(ErrorCode code, RawHttpServer server) {
        assertThat(failure(server).code()).isEqualTo(code);
    }

    @Test
    void a_web_page_is_no_answer() {
        AmpException e = failure(RawHttpServer.answering(200, "content-type: text/html\r\n", "<html>Log in!</html>"));
        assertThat(e.code()).isEqualTo(ClientError.BAD_ANSWER);
        assertThat(e).hasMessageContaining("text/html").hasMessageContaining("check the address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"datasets\": [", "{\"datasets\": []} {}", "nonsense"})
    void what_is_not_json_is_no_answer(String body) {
        assertCode(ClientError.BAD_ANSWER, RawHttpServer.answering(200, JSON, body));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                        | has no 'datasets'
            []                                                        | it is no object
            {"datasets": {}}                                          | 'datasets' is no list
            {"datasets": [7]}                                         | an item of 'datasets' is no object
            {"datasets": [{"namespace": 1, "name": "x"}]}             | 'namespace' is no text
            {"datasets": [{"namespace": "_", "name": null}]}          | has no 'name'
            {"datasets": [{"namespace": "_", "name": "x", "versions": [1]}]} | no list of texts
            """)
    void json_of_another_shape_names_what_is_wrong(String body, String said) {
        AmpException e = failure(RawHttpServer.answering(200, JSON, body));
        assertThat(e.code()).isEqualTo(ClientError.BAD_ANSWER);
        assertThat(e).hasMessageContaining(said);
    }

    @Test
    void members_that_nobody_knows_are_ignored() {
        String body = "{\"datasets\": [{\"namespace\":\"_\",\"name\":\"x\",\"versions\":[],\"new\":{}}], \"more\": 1}";
        try (RawHttpServer server = RawHttpServer.answering(200, JSON, body)) {
            assertThat(admin(server).datasets().list()).hasSize(1);
        }
    }

    @Test
    void deep_nesting_is_no_stack_overflow() {
        assertCode(ClientError.BAD_ANSWER, RawHttpServer.answering(200, JSON, "[".repeat(200_000)));
    }

    @Test
    void an_answer_without_end_is_cut_off() {
        byte[] block = new byte[1 << 20];
        Arrays.fill(block, (byte) ' ');
        assertCode(ClientError.MESSAGE_TOO_LARGE, new RawHttpServer(out -> {
            out.write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 200; i++) {
                out.write(block);
            }
        }));
    }

    @Test
    void an_answer_that_breaks_off_is_worth_a_retry() {
        AmpException e = failure(new RawHttpServer(out -> out.write(
                "HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n{\"datasets\":".getBytes(StandardCharsets.US_ASCII))));
        assertThat(e.code()).isEqualTo(ClientError.UNAVAILABLE);
        assertThat(e.retryable()).isTrue();
    }

    @Test
    void a_server_that_stops_in_the_middle_of_its_answer_is_not_waited_for() {
        CountDownLatch over = new CountDownLatch(1);
        try (RawHttpServer server = new RawHttpServer(out -> {
            out.write("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            await(over);
        })) {
            AdminClient hasty = new AdminClient(ServiceOptions.at(server.url())
                    .withTokens(TokenSource.of(TOKEN))
                    .withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(200)));
            assertThat(failure(hasty).code()).isEqualTo(ClientError.DEADLINE);
            over.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void what_speaks_no_http_is_no_amp_server() {
        assertCode(
                ClientError.NOT_AMP_SERVER,
                new RawHttpServer(out -> out.write("SSH-2.0-OpenSSH_9.2\r\n".getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void a_server_that_is_not_there_is_unavailable_at_once() {
        RawHttpServer gone = RawHttpServer.answering(200, JSON, "{}");
        gone.close();
        AmpException e = failure(admin(gone));
        assertThat(e.code()).isEqualTo(ClientError.UNAVAILABLE);
        assertThat(e).hasMessageContaining(gone.url());
    }

    @Test
    void a_redirect_does_not_take_the_token_along() {
        try (RawHttpServer thief = RawHttpServer.answering(200, JSON, "{\"datasets\":[]}");
                RawHttpServer server =
                        RawHttpServer.answering(307, "location: " + thief.url() + "/datasets?next=se-cret\r\n", "")) {
            AmpException e = failure(admin(server));
            assertThat(e.code()).isEqualTo(ClientError.REDIRECTED);
            assertThat(e).hasMessageContaining(thief.url() + "/datasets").hasMessageNotContaining("se-cret");
            assertThat(thief.requests()).isEmpty();
            assertThat(server.requests()).singleElement().asString().contains("Bearer " + TOKEN);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401, UNAUTHENTICATED",
        "403, PERMISSION_DENIED",
        "404, NOT_AMP_SERVER",
        "405, NOT_AMP_SERVER",
        "429, RESOURCE_EXHAUSTED",
        "400, BAD_ANSWER",
        "500, SERVER_FAILED",
        "502, UNAVAILABLE",
        "504, UNAVAILABLE"
    })
    void an_error_without_a_code_is_known_by_its_status(int status, ClientError code) {
        assertCode(code, RawHttpServer.answering(status, "content-type: text/plain\r\nretry-after: 60\r\n", "no"));
    }

    @Test
    void a_token_that_the_server_repeats_is_not_repeated() {
        AmpException e = failure(RawHttpServer.answering(
                400,
                JSON,
                "{\"error_code\":\"INVALID_PATH\",\"error_message\":\"\\u001b[2J\\u009b\\u202ebad header Bearer "
                        + TOKEN + "\"}"));
        assertThat(e.code()).isEqualTo(AdminError.INVALID_PATH);
        assertThat(e).hasMessageContaining("Bearer ***").hasMessageNotContainingAny("\u001b", "\u009b", "\u202e");
    }

    @Test
    void a_code_that_is_no_code_does_not_become_one() {
        assertCode(
                ClientError.SERVER_FAILED,
                RawHttpServer.answering(500, JSON, "{\"error_code\":\"so sorry\",\"error_message\":\"x\"}"));
    }

    @Test
    void how_long_to_wait_is_passed_on() {
        AmpException e = failure(RawHttpServer.answering(429, "retry-after: 90\r\n", ""));
        assertThat(e)
                .isInstanceOfSatisfying(
                        ApiException.class,
                        busy -> assertThat(busy.retryAfter()).contains(Duration.ofSeconds(90)));
        assertThat(e).hasMessageContaining("try again in 90 s");
    }

    @Test
    void a_refused_token_is_renewed_once() {
        AtomicInteger renewals = new AtomicInteger();
        TokenSource tokens = new TokenSource() {
            @Override
            public String token() {
                return "old";
            }

            @Override
            public String renewed(String refused) {
                return refused + "-" + renewals.incrementAndGet();
            }
        };
        try (RawHttpServer server = RawHttpServer.answering(401, JSON, "{}")) {
            AdminClient admin = new AdminClient(ServiceOptions.at(server.url()).withTokens(tokens));
            assertThatThrownBy(() -> admin.datasets().list())
                    .isInstanceOfSatisfying(
                            AmpException.class, e -> assertThat(e.code()).isEqualTo(ClientError.UNAUTHENTICATED));
            assertThat(renewals).hasValue(1);
            assertThat(server.requests()).hasSize(2);
            assertThat(server.requests().get(1)).contains("Bearer old-1\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:1610",
                "grpc://host:1610",
                "http://user:se-cret@host",
                "http://host?k=se-cret",
                "http://host:0",
                "http://a b"
            })
    void an_address_that_makes_no_sense_is_refused_without_repeating_it(String address) {
        assertThatThrownBy(() -> AdminClient.connect(address))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(ClientError.BAD_URI))
                .hasMessageNotContaining("se-cret");
    }

    @Test
    void a_path_before_the_api_is_kept() {
        try (RawHttpServer server = RawHttpServer.answering(200, JSON, "{\"datasets\":[]}")) {
            new AdminClient(ServiceOptions.at(server.url() + "/amp/").withTokens(() -> null))
                    .datasets()
                    .list();
            assertThat(server.requests().get(0))
                    .startsWith("GET /amp/datasets HTTP/1.1")
                    .doesNotContain("uthorization");
        }
    }
}
