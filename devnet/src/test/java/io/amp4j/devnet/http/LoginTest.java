package io.amp4j.devnet.http;

import static io.amp4j.devnet.http.AdminDatasetsTest.assertCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.amp4j.client.AmpClient;
import io.amp4j.client.AmpException;
import io.amp4j.client.ApiException;
import io.amp4j.client.BatchStream;
import io.amp4j.client.ClientError;
import io.amp4j.client.ServiceOptions;
import io.amp4j.client.TokenSource;
import io.amp4j.client.admin.AdminClient;
import io.amp4j.client.auth.Credentials;
import io.amp4j.client.auth.DeviceLogin;
import io.amp4j.client.auth.Login;
import io.amp4j.client.auth.LoginError;
import io.amp4j.devnet.AuthPlatform;
import io.amp4j.devnet.Devnet;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logins against a devnet's auth platform: how they begin, are renewed, and fail. */
@Timeout(120)
class LoginTest {
    private final Devnet devnet = Devnet.builder().blocks(5).requireLogin().start();
    private final AuthPlatform platform = devnet.auth();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        devnet.close();
    }

    private Login login() {
        return Login.at(folder.resolve("amp_cli_auth"), devnet.authUrl());
    }

    /** A login that was made before, and is good for a while yet. */
    private AuthPlatform.Session stored(Duration goodFor) throws IOException {
        AuthPlatform.Session session = platform.logIn();
        Files.writeString(folder.resolve("amp_cli_auth"), """
                {"accessToken":"%s","refreshToken":"%s","userId":"%s","accounts":[],"expiry":%d}
                """.formatted(
                        session.accessToken(),
                        session.refreshToken(),
                        session.userId(),
                        Instant.now().plus(goodFor).toEpochMilli()));
        return session;
    }

    private AmpClient client(TokenSource tokens) {
        return AmpClient.builder()
                .uri(devnet.url())
                .adminUri(devnet.adminUrl())
                .tokens(tokens)
                .build();
    }

    @Test
    void a_login_is_approved_on_the_page_that_it_names() throws Exception {
        DeviceLogin device = login().begin();
        assertThat(device.poll()).isEmpty();
        assertThat(page("GET", device.verificationUri())).contains(device.userCode(), "Approve");
        page("POST", URI.create(device.verificationUri() + "&answer=approve"));

        Credentials credentials = device.poll().orElseThrow();
        assertThat(credentials.userId()).contains("devnet-user");
        assertThat(credentials.accounts().orElseThrow()).hasSize(1);
        try (AmpClient client = client(login().tokens())) {
            assertThat(client.admin().datasets().list()).hasSize(1);
            assertThat(client.sql("SELECT hash FROM eth_rpc.blocks").schema().getFields())
                    .hasSize(1);
        }
        assertCode(LoginError.LOGIN_EXPIRED, device::poll);
    }

    private static String page(String method, URI uri) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void a_login_is_denied_or_too_late() {
        DeviceLogin denied = login().begin();
        platform.deny(platform.lastUserCode());
        assertCode(LoginError.LOGIN_DENIED, denied::poll);
        DeviceLogin late = login().begin();
        platform.expire(late.userCode());
        assertCode(LoginError.LOGIN_EXPIRED, late::poll);
        assertThat(login().credentials()).isEmpty();
    }

    @Test
    void a_platform_that_is_busy_says_for_how_long() {
        platform.rateLimitNext(1, Duration.ofSeconds(30));
        assertThat(catchThrowableOfType(ApiException.class, () -> login().begin()))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(ClientError.RESOURCE_EXHAUSTED);
                    assertThat(e.retryAfter()).contains(Duration.ofSeconds(30));
                    assertThat(e.retryable()).isTrue();
                });
    }

    @Test
    void a_platform_that_is_slow_is_not_waited_for_too_long() {
        platform.delay(Duration.ofSeconds(20));
        Login hasty = Login.at(
                folder.resolve("amp_cli_auth"),
                ServiceOptions.at(devnet.authUrl()).withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(100)));
        assertCode(ClientError.DEADLINE, hasty::begin);
    }

    @Test
    void a_token_is_renewed_before_it_expires() throws IOException {
        AuthPlatform.Session old = stored(Duration.ofMinutes(4));
        String token = login().tokens().token();
        assertThat(token).isNotEqualTo(old.accessToken());
        assertThat(login().tokens().token()).isEqualTo(token);
        assertThat(platform.refreshes()).isEqualTo(1);
    }

    @Test
    void a_token_that_http_refuses_is_renewed_once() throws IOException {
        stored(Duration.ofHours(1));
        platform.revokeTokens();
        AdminClient admin = new AdminClient(ServiceOptions.at(devnet.adminUrl()).withTokens(login().tokens()));
        assertThat(admin.datasets().list()).hasSize(1);
        assertThat(platform.refreshes()).isEqualTo(1);

        platform.revokeTokens().revokeLogins();
        assertCode(LoginError.LOGIN_REQUIRED, () -> admin.datasets().list());
    }

    @Test
    void a_token_that_flight_refuses_is_renewed_once() throws IOException {
        stored(Duration.ofHours(1));
        platform.revokeTokens();
        try (AmpClient client = client(login().tokens())) {
            assertThat(client.sql("SELECT hash FROM eth_rpc.blocks").schema().getFields())
                    .hasSize(1);
            assertThat(platform.refreshes()).isEqualTo(1);
        }
    }

    @Test
    void a_token_that_is_refused_between_plan_and_result_is_renewed_too() throws IOException {
        stored(Duration.ofHours(1));
        TokenSource login = login().tokens();
        int[] calls = {0};
        TokenSource revokedAtTheSecondCall = new TokenSource() {
            @Override
            public String token() {
                calls[0]++;
                String token = login.token();
                if (calls[0] == 2) {
                    platform.revokeTokens();
                }
                return token;
            }

            @Override
            public String renewed(String refused) {
                return login.renewed(refused);
            }
        };
        try (AmpClient client = client(revokedAtTheSecondCall);
                BatchStream batches =
                        client.sql("SELECT hash FROM eth_rpc.blocks").batches()) {
            long rows = 0;
            for (var batch = batches.next(); batch != null; batch = batches.next()) {
                rows += batch.root().getRowCount();
            }
            assertThat(rows).isEqualTo(5);
            assertThat(platform.refreshes()).isEqualTo(1);
        }
    }

    @Test
    void a_login_that_cannot_be_renewed_says_so_on_flight() throws IOException {
        stored(Duration.ofHours(1));
        platform.revokeTokens().revokeLogins();
        try (AmpClient client = client(login().tokens())) {
            assertCode(
                    LoginError.LOGIN_REQUIRED,
                    () -> client.sql("SELECT hash FROM eth_rpc.blocks").schema());
        }
        try (AmpClient client = client(TokenSource.of("nobody's"))) {
            assertCode(
                    ClientError.UNAUTHENTICATED,
                    () -> client.sql("SELECT hash FROM eth_rpc.blocks").schema());
        }
    }

    @Test
    void a_login_that_became_another_users_is_refused() throws IOException {
        stored(Duration.ofMinutes(1));
        platform.changeUser("somebody-else");
        assertCode(LoginError.USER_CHANGED, () -> login().tokens().token());
    }

    /** What each of the two processes does. */
    static final class Refresher {
        private Refresher() {}

        public static void main(String[] args) throws IOException {
            Login login = Login.at(Path.of(args[0]), args[1]);
            System.out.println("ready");
            System.out.flush();
            if (System.in.read() < 0) {
                return;
            }
            String token = login.tokens().token();
            // Not the token itself, not even here: a test's output is kept.
            System.out.println(Optional.ofNullable(token).map(String::hashCode).orElse(0));
        }
    }

    @Test
    void of_two_processes_that_find_the_login_about_to_expire_one_renews_it() throws Exception {
        AuthPlatform.Session old = stored(Duration.ofMinutes(1));
        platform.delay(Duration.ofMillis(500));
        List<Process> processes = List.of(refresher(), refresher());
        try {
            List<BufferedReader> outputs =
                    processes.stream().map(Process::inputReader).toList();
            for (BufferedReader output : outputs) {
                assertThat(output.readLine()).isEqualTo("ready");
            }
            for (Process process : processes) {
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();
            }
            List<String> tokens = new ArrayList<>();
            for (BufferedReader output : outputs) {
                tokens.add(output.readLine());
            }
            String now = String.valueOf(
                    login().credentials().orElseThrow().accessToken().hashCode());
            assertThat(tokens).containsExactly(now, now);
            assertThat(now).isNotEqualTo(String.valueOf(old.accessToken().hashCode()));
            assertThat(platform.refreshes()).isEqualTo(1);
        } finally {
            for (Process process : processes) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private Process refresher() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Refresher.class.getName(),
                        folder.resolve("amp_cli_auth").toString(),
                        devnet.authUrl())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void of_many_threads_that_find_the_login_about_to_expire_one_renews_it() throws Exception {
        stored(Duration.ofMinutes(1));
        List<Thread> threads = new ArrayList<>();
        List<AmpException> failures = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> {
                try {
                    login().tokens().token();
                } catch (AmpException e) {
                    failures.add(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        assertThat(platform.refreshes()).isEqualTo(1);
    }
}
