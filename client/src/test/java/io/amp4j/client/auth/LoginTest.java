package io.amp4j.client.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import io.amp4j.client.ErrorCode;
import io.amp4j.client.ServiceOptions;
import io.amp4j.client.testing.RawHttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a login does with each answer of its platform, and with its file. The clock stands still; waiting is counted. */
@Timeout(60)
class LoginTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String DEVICE = """
            {"device_code":"dev-se-cret","user_code":"BCDF-GHJK","verification_uri":"https://auth.example/device",
             "expires_in":600,"interval":%d}""";
    private static final String TOKENS = """
            {"access_token":"a-se-cret","refresh_token":"r-se-cret","user_id":"u1","user_accounts":["0xabc"],"expires_in":3600}""";
    private static final String RENEWED = """
            {"token":"a2","refresh_token":"r2","session_update_action":"set","expires_in":3600,
             "user":{"id":"%s","accounts":["0xabc"]}}""";

    @TempDir
    private Path folder;

    private record Answer(int status, String headers, String body) {}

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<Duration> pauses = new ArrayList<>();
    private RawHttpServer server;
    private Login login;

    @BeforeEach
    void start() {
        server = new RawHttpServer(out -> {
            Answer answer = answers.remove();
            String head = "HTTP/1.1 " + answer.status()
                    + " x\r\ncontent-type: application/json\r\nconnection: close\r\n" + answer.headers()
                    + "content-length: " + answer.body().length() + "\r\n\r\n";
            out.write((head + answer.body()).getBytes(StandardCharsets.UTF_8));
        });
        login = new Login(
                folder.resolve("cache/amp_cli_auth"),
                ServiceOptions.at(server.url()),
                Clock.fixed(NOW, ZoneOffset.UTC),
                pauses::add);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void answer(int status, String body) {
        answers.add(new Answer(status, "", body));
    }

    private void error(String error) {
        answer(400, "{\"error\":\"" + error + "\"}");
    }

    private DeviceLogin begun() {
        answer(200, DEVICE.formatted(2));
        return login.begin();
    }

    private Path stored(String json) throws IOException {
        Files.createDirectories(login.file().getParent());
        return Files.writeString(login.file(), json);
    }

    private void stored(Instant expiry) throws IOException {
        stored("{\"accessToken\":\"a1\",\"refreshToken\":\"r1\",\"userId\":\"u1\",\"accounts\":[\"0xabc\"],\"expiry\":"
                + expiry.toEpochMilli() + ",\"theme\":\"dark\"}");
    }

    private static void assertCode(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageNotContaining("se-cret");
    }

    @Test
    void a_login_is_waited_for_at_the_platforms_pace_and_kept_for_its_owner_alone() throws IOException {
        DeviceLogin device = begun();
        assertThat(device.userCode()).isEqualTo("BCDF-GHJK");
        assertThat(device.verificationUri()).hasToString("https://auth.example/device");
        assertThat(device.expiresAt()).isEqualTo(NOW.plusSeconds(600));
        assertThat(device.toString()).doesNotContain("se-cret");
        error("authorization_pending");
        error("slow_down");
        error("authorization_pending");
        answer(200, TOKENS);

        Credentials credentials = device.await();

        assertThat(pauses).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(7), Duration.ofSeconds(7));
        assertThat(credentials.userId()).contains("u1");
        assertThat(credentials.expiry()).contains(NOW.plusSeconds(3600));
        assertThat(credentials.toString()).contains("u1").doesNotContain("se-cret");
        assertThat(login.credentials()).contains(credentials);
        assertThat(Files.readString(login.file()))
                .contains(
                        "\"accessToken\" : \"a-se-cret\"",
                        "\"expiry\" : " + NOW.plusSeconds(3600).toEpochMilli());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(login.file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(login.file().getParent())))
                .isEqualTo("rwx------");
        assertThat(login.tokens().token()).isEqualTo("a-se-cret");
    }

    @Test
    void the_verifier_of_the_end_is_that_of_the_challenge_of_the_beginning() {
        DeviceLogin device = begun();
        error("authorization_pending");
        assertThat(device.poll()).isEmpty();
        String begin = server.requests().get(0);
        String poll = server.requests().get(1);
        assertThat(begin).contains("\"code_challenge_method\":\"S256\"").doesNotContain("uthorization:");
        String verifier = poll.replaceAll("(?s).*code_verifier=([A-Za-z0-9_-]+).*", "$1");
        assertThat(verifier).hasSize(43);
        assertThat(begin).contains("\"code_challenge\":\"" + Pkce.of(verifier).challenge() + "\"");
        assertThat(poll).startsWith("GET /api/v1/device/token?device_code=dev-se-cret&");
    }

    @Test
    void the_challenge_is_that_of_the_standard() {
        assertThat(Pkce.of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").challenge())
                .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    @ParameterizedTest
    @CsvSource({"access_denied, LOGIN_DENIED", "expired_token, LOGIN_EXPIRED"})
    void an_answer_of_no_ends_the_login(String error, LoginError code) {
        DeviceLogin device = begun();
        error(error);
        assertCode(code, device::await);
        assertThat(login.file()).doesNotExist();
    }

    @Test
    void a_platform_that_is_busy_or_away_is_asked_again() {
        DeviceLogin device = begun();
        answers.add(new Answer(429, "retry-after: 9\r\n", ""));
        answer(502, "");
        answer(200, TOKENS);
        assertThat(device.await().accessToken()).isEqualTo("a-se-cret");
        assertThat(pauses).containsExactly(Duration.ofSeconds(9), Duration.ofSeconds(2));
    }

    @Test
    void nobody_is_waited_for_beyond_the_codes_time() {
        DeviceLogin device = begun();
        answers.add(new Answer(429, "retry-after: 601\r\n", ""));
        assertCode(LoginError.LOGIN_EXPIRED, device::await);
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "file:///etc/passwd", "https:", "a b", "-version"})
    void an_address_that_is_no_web_page_never_reaches_a_browser(String address) {
        answer(200, DEVICE.formatted(1).replace("https://auth.example/device", address));
        assertCode(ClientError.BAD_ANSWER, login::begin);
    }

    @Test
    void a_pace_of_zero_does_not_flood_the_platform() {
        answer(200, DEVICE.formatted(0));
        DeviceLogin device = login.begin();
        error("authorization_pending");
        answer(200, TOKENS);
        device.await();
        assertThat(pauses).containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void a_token_is_renewed_five_minutes_ahead_and_the_rest_of_the_file_is_kept() throws IOException {
        stored(NOW.plusSeconds(301));
        assertThat(login.tokens().token()).isEqualTo("a1");
        assertThat(server.requests()).isEmpty();

        stored(NOW.plusSeconds(300));
        answer(200, RENEWED.formatted("u1"));
        assertThat(login.tokens().token()).isEqualTo("a2");
        assertThat(server.requests().get(0))
                .startsWith("POST /api/v1/auth/refresh")
                .contains("Bearer a1\r\n", "{\"refresh_token\":\"r1\",\"user_id\":\"u1\"}");
        assertThat(login.tokens().token()).isEqualTo("a2");
        assertThat(server.requests()).hasSize(1);
        assertThat(Files.readString(login.file())).contains("\"theme\" : \"dark\"", "\"r2\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"accessToken\":\"a1\",\"refreshToken\":\"r1\",\"userId\":\"u1\",\"accounts\":[]}",
                "{\"accessToken\":\"a1\",\"refreshToken\":\"r1\",\"userId\":\"u1\",\"expiry\":99999999999999}"
            })
    void a_file_of_an_older_tool_is_completed(String json) throws IOException {
        stored(json);
        answer(200, RENEWED.formatted("u1"));
        assertThat(login.tokens().token()).isEqualTo("a2");
        assertThat(login.credentials().orElseThrow().accounts()).contains(List.of("0xabc"));
    }

    @Test
    void a_refused_token_is_renewed_unless_another_is_there_already() throws IOException {
        stored(NOW.plusSeconds(3000));
        assertThat(login.tokens().renewed("older")).isEqualTo("a1");
        answer(200, RENEWED.formatted("u1"));
        assertThat(login.tokens().renewed("a1")).isEqualTo("a2");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void a_login_that_cannot_be_renewed_asks_for_another() throws IOException {
        stored(NOW.minusSeconds(1));
        answer(401, "{\"error\":\"invalid_grant\"}");
        assertCode(LoginError.LOGIN_REQUIRED, () -> login.tokens().token());
    }

    @Test
    void a_login_that_turned_into_another_users_is_not_used() throws IOException {
        stored(NOW.minusSeconds(1));
        answer(200, RENEWED.formatted("u2"));
        assertCode(LoginError.USER_CHANGED, () -> login.tokens().token());
        assertThat(login.credentials().orElseThrow().accessToken()).isEqualTo("a1");
    }

    @Test
    void a_token_that_is_still_good_is_used_while_the_platform_is_away() throws IOException {
        stored(NOW.plusSeconds(60));
        answers.add(new Answer(429, "retry-after: 90\r\n", ""));
        assertThat(login.tokens().token()).isEqualTo("a1");
        assertThat(login.tokens().token()).isEqualTo("a1");
        assertThat(server.requests())
                .as("the platform is left alone for a while")
                .hasSize(1);
    }

    @Test
    void a_token_that_is_over_is_not() throws IOException {
        stored(NOW);
        answers.add(new Answer(429, "retry-after: 90\r\n", ""));
        assertCode(ClientError.RESOURCE_EXHAUSTED, () -> login.tokens().token());
    }

    @Test
    void another_tool_that_was_faster_is_not_a_reason_to_log_in_again() throws IOException {
        stored(NOW.minusSeconds(1));
        Path file = login.file();
        server.close();
        server = new RawHttpServer(out -> {
            Files.writeString(file, "{\"accessToken\":\"theirs\",\"refreshToken\":\"r9\"}");
            out.write("HTTP/1.1 401 x\r\ncontent-length: 0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        });
        Login other = new Login(file, ServiceOptions.at(server.url()), Clock.fixed(NOW, ZoneOffset.UTC), pauses::add);
        assertThat(other.tokens().token()).isEqualTo("theirs");
    }

    @Test
    void without_a_login_there_is_no_token() {
        assertThat(login.credentials()).isEmpty();
        assertThat(login.tokens().token()).isNull();
        assertThat(login.tokens().renewed("x")).isNull();
        assertThat(login.forget()).isFalse();
    }

    @Test
    void forgetting_removes_the_file() throws IOException {
        stored(NOW.plusSeconds(3000));
        assertThat(login.forget()).isTrue();
        assertThat(login.file()).doesNotExist();
    }

    @Test
    void a_login_that_is_kept_behind_a_link_stays_there() throws IOException {
        Path elsewhere = Files.writeString(folder.resolve("real"), "{\"accessToken\":\"a1\",\"refreshToken\":\"r1\"}");
        Files.createDirectories(login.file().getParent());
        Files.createSymbolicLink(login.file(), elsewhere);
        answer(200, RENEWED.formatted("u1"));
        assertThat(login.tokens().token()).isEqualTo("a2");
        assertThat(Files.isSymbolicLink(login.file())).isTrue();
        assertThat(Files.readString(elsewhere)).contains("\"a2\"");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(elsewhere)))
                .isEqualTo("rw-------");
    }
}
