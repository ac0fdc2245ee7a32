package io.amp4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amp4j.devnet.Devnet;
import io.amp4j.loader.testkit.Relay;
import io.amp4j.loader.testkit.TestCertificate;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code amp doctor}, before servers that are well, and servers that are not. */
class DoctorCommandTest {
    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void files_of_this_test() {
        environment.put("AMP_AUTH_FILE", folder.resolve("login").toString());
        environment.put(
                "AMP_CONNECTIONS_FILE", folder.resolve("connections.json").toString());
        environment.put("FLIGHT_SQL_CONNECTIONS", folder.resolve("none.json").toString());
    }

    private CommandRun doctor(String... words) {
        List<String> all = new ArrayList<>(List.of("doctor"));
        all.addAll(List.of(words));
        return CommandRun.in(environment, "", all.toArray(String[]::new));
    }

    private static String line(CommandRun run, String check) {
        return run.out()
                .lines()
                .filter(line -> line.matches("\\w+ +" + check + " .*"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line of " + check + " in\n" + run.out() + run.err()));
    }

    @Test
    void an_empty_variable_names_no_server() {
        environment.put("AMP_URL", "");
        assertThat(line(doctor(), "server")).startsWith("skipped").contains("grpc://localhost:1602 is used");
    }

    @Test
    void all_is_well_before_a_devnet() throws Exception {
        CommandRun run = doctor("--devnet", "--json");

        assertThat(run.code()).as(run.out()).isZero();
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.path("healthy").booleanValue()).isTrue();
        assertThat(json.path("checks").findValuesAsText("check"))
                .containsExactly(
                        "amp4j",
                        "Java",
                        "memory",
                        "native code",
                        "login",
                        "connections",
                        "address",
                        "TLS",
                        "token",
                        "query",
                        "Admin API",
                        "clock");
        assertThat(json.path("checks").findValuesAsText("verdict")).containsOnly("ok");
    }

    @Test
    void without_a_server_this_machine_alone_is_checked() {
        CommandRun run = doctor();

        assertThat(run.code()).isZero();
        assertThat(line(run, "server")).startsWith("skipped").contains("--url");
        assertThat(line(run, "amp4j")).startsWith("ok").contains("DuckDB");
    }

    @Test
    void a_server_that_is_not_there_is_said_once_and_stops_only_what_stands_on_it() throws Exception {
        int free;
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = listener.getLocalPort();
        }
        CommandRun run = doctor("--url", "grpc://127.0.0.1:" + free, "--admin-url", "http://127.0.0.1:" + free);

        assertThat(run.code()).isEqualTo(ExitCode.SERVER.code());
        assertThat(line(run, "address")).startsWith("failed").contains("refused");
        assertThat(run.out()).contains("→ start the server");
        assertThat(line(run, "query")).startsWith("skipped");
        assertThat(line(run, "Admin API")).startsWith("failed");
        assertThat(line(run, "native code")).startsWith("ok");
    }

    @Test
    void a_token_that_is_missing_or_refused_leads_to_a_login() {
        try (Devnet devnet = Devnet.builder().requireToken("s3cret").start()) {
            CommandRun none = doctor("--url", devnet.url());
            CommandRun wrong = doctor("--url", devnet.url(), "--token", "w0rse");
            CommandRun right = doctor("--url", devnet.url(), "--token", "s3cret", "--admin-url", devnet.adminUrl());

            assertThat(none.code()).isEqualTo(ExitCode.USER.code());
            assertThat(line(none, "token")).startsWith("failed").contains("AMP-UNAUTHENTICATED");
            assertThat(none.out()).contains("→ log in with amp auth login");
            assertThat(wrong.out()).contains("→ the token was refused").doesNotContain("w0rse");
            assertThat(right.code()).as(right.out()).isZero();
            assertThat(line(right, "token")).endsWith("accepted");
        }
    }

    @Test
    void tls_is_judged_by_authority_name_and_date() throws Exception {
        TestCertificate good = TestCertificate.make(folder, "good", "ip:127.0.0.1");
        TestCertificate old = TestCertificate.makeExpired(folder, "old", "ip:127.0.0.1");
        try (Devnet devnet = Devnet.builder().start();
                Relay front = Relay.tls(devnet.port(), good, null, "h2");
                Relay expired = Relay.tls(devnet.port(), old, null, "h2")) {
            CommandRun trusted = tls(url("127.0.0.1", front), good);
            CommandRun unknown = doctor("--url", url("127.0.0.1", front));
            CommandRun renamed = tls(url("localhost", front), good);
            CommandRun late = doctor("--url", url("127.0.0.1", expired));
            CommandRun pinned = tls(url("127.0.0.1", expired), old);
            CommandRun plain = doctor("--url", devnet.url().replace("grpc:", "grpc+tls:"));

            assertThat(line(trusted, "TLS")).startsWith("warning").contains("expires soon", "for 127.0.0.1");
            assertThat(line(pinned, "TLS")).startsWith("warning").contains("expired, yet trusted");
            assertThat(line(trusted, "query")).as(trusted.out()).startsWith("ok");
            assertThat(line(unknown, "TLS")).startsWith("failed").contains("authority is not trusted");
            assertThat(unknown.out()).contains("--ca-file");
            assertThat(line(renamed, "TLS")).startsWith("failed").contains("is not localhost's", "for 127.0.0.1");
            assertThat(line(late, "TLS")).startsWith("failed").contains("has expired");
            assertThat(line(plain, "TLS")).startsWith("failed").contains("no TLS is spoken");
            assertThat(line(late, "query")).startsWith("skipped");
        }
    }

    private static String url(String host, Relay relay) {
        return "grpc+tls://" + host + ":" + relay.port();
    }

    private CommandRun tls(String url, TestCertificate certificate) {
        return doctor("--url", url, "--ca-file", certificate.certificate().toString());
    }

    @Test
    void a_login_that_others_may_read_or_that_has_expired_is_said() throws Exception {
        Path login = folder.resolve("login");
        Files.writeString(login, "{\"accessToken\":\"s3cret\",\"userId\":\"me\",\"expiry\":1000}");
        Files.setPosixFilePermissions(login, PosixFilePermissions.fromString("rw-r--r--"));
        CommandRun open = doctor();
        Files.setPosixFilePermissions(login, PosixFilePermissions.fromString("rw-------"));
        CommandRun expired = doctor();

        assertThat(line(open, "login")).startsWith("warning");
        assertThat(open.out()).contains("→ chmod 600").doesNotContain("s3cret");
        assertThat(open.code()).isZero();
        assertThat(line(expired, "login")).startsWith("failed").contains("1970-01-01T00:00:01Z");
        assertThat(expired.code()).isEqualTo(ExitCode.USER.code());
    }

    @Test
    void a_check_that_never_ends_is_left_behind() throws Exception {
        List<Check> told = new ArrayList<>();
        Checkup checkup = new Checkup(Duration.ofMillis(20), told::add);
        CountDownLatch never = new CountDownLatch(1);

        checkup.check("stuck", () -> {
            never.await();
            return Finding.ok("");
        });
        checkup.check("upon it", () -> Finding.ok(""), "stuck");
        checkup.check("upon that", () -> Finding.ok(""), "upon it");

        assertThat(told)
                .extracting(check -> check.finding().verdict())
                .containsExactly(Verdict.FAILED, Verdict.SKIPPED, Verdict.SKIPPED);
        assertThat(checkup.exit()).isEqualTo(ExitCode.SERVER);
    }

    @Test
    void a_clock_is_off_only_if_the_cut_second_and_the_way_do_not_explain_it() {
        Instant asked = Instant.parse("2026-01-01T00:00:00.900Z");
        Instant answered = Instant.parse("2026-01-01T00:00:01.200Z");

        assertThat(ServerClock.judge(Instant.parse("2026-01-01T00:00:00Z"), asked, answered)
                        .verdict())
                .isEqualTo(Verdict.OK);
        assertThat(ServerClock.judge(Instant.parse("2026-01-01T00:00:40Z"), asked, answered)
                        .found())
                .contains("38 s behind");
        assertThat(ServerClock.judge(Instant.parse("2025-12-31T23:59:00Z"), asked, answered)
                        .found())
                .contains("59 s ahead");
    }
}
