package io.amp4j.cli;

import com.sun.management.OperatingSystemMXBean;
import io.amp4j.client.auth.Credentials;
import io.amp4j.client.auth.Login;
import io.amp4j.client.auth.PrivateFile;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.connection.Connections;
import io.amp4j.loader.spi.LoaderProvider;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** Checks of this machine, this program and this user's files. They ask no server. */
final class LocalChecks {
    private static final long PROBE_BYTES = 1 << 20;
    private static final double GIB = 1 << 30;

    private final Map<String, String> environment;
    private final boolean hasToken;

    /** For a user's environment, and whether the command line has a token. */
    LocalChecks(Map<String, String> environment, boolean hasToken) {
        this.environment = environment;
        this.hasToken = hasToken;
    }

    void run(Checkup checkup) {
        checkup.check("amp4j", LocalChecks::program);
        checkup.check("Java", LocalChecks::java);
        checkup.check("memory", LocalChecks::memory);
        checkup.check("native code", LocalChecks::nativeCode);
        checkup.check("login", this::login);
        checkup.check("connections", this::connections);
    }

    private static Finding program() {
        return Finding.ok(Version.number() + "; loads into "
                + Destinations.known().stream().map(LoaderProvider::name).collect(Collectors.joining(", ")));
    }

    private static Finding java() {
        String found = System.getProperty("java.runtime.version") + " (" + System.getProperty("java.vendor") + ") on "
                + System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch");
        boolean open = Object.class.getModule().isOpen("java.nio", LocalChecks.class.getModule());
        return open
                ? Finding.ok(found)
                : Finding.warning(
                        found + ", java.nio is closed to Arrow",
                        "start it by the amp script, or with --add-opens=java.base/java.nio=ALL-UNNAMED");
    }

    private static Finding memory() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        try (BufferAllocator allocator = new RootAllocator();
                ArrowBuf probe = allocator.buffer(PROBE_BYTES)) {
            probe.setByte(PROBE_BYTES - 1, 1);
        }
        return Finding.ok(String.format(
                "heap up to %.1f GiB; batches are outside of it, in what is left of the machine's %.1f GiB (%.1f GiB free)",
                Runtime.getRuntime().maxMemory() / GIB,
                system.getTotalMemorySize() / GIB,
                system.getFreeMemorySize() / GIB));
    }

    /** DuckDB's is the one that the command itself needs, and unpacks into the temporary folder as others do. */
    private static Finding nativeCode() {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet version = statement.executeQuery("SELECT version()")) {
            version.next();
            return Finding.ok("DuckDB " + version.getString(1) + " is loaded");
        } catch (SQLException | LinkageError e) {
            return Finding.failed(
                    ExitCode.INTERNAL,
                    "DuckDB's library cannot be loaded: " + e,
                    "libraries are unpacked into " + System.getProperty("java.io.tmpdir")
                            + "; if programs may not run there, set AMP_JAVA_OPTS=-Djava.io.tmpdir=FOLDER");
        }
    }

    private Finding login() throws IOException {
        if (hasToken) {
            return Finding.ok("the token of --token is sent");
        }
        if (Logins.named(environment).isPresent()) {
            return Finding.ok("the token of $AMP_AUTH_TOKEN is sent");
        }
        Login login = Logins.login(environment, null);
        Optional<Credentials> credentials = login.credentials();
        if (credentials.isEmpty()) {
            return Finding.ok("nobody is logged in, and no token is sent; amp auth login logs in");
        }
        PrivateFile file = new PrivateFile(login.file());
        if (file.isOpenToOthers()) {
            return Finding.warning("others may read " + file + ", and act as you", "chmod 600 '" + file + "'");
        }
        return login(credentials.get(), file);
    }

    private static Finding login(Credentials credentials, PrivateFile file) {
        String user = credentials.userId().orElse("an unknown user");
        boolean past = credentials
                .expiry()
                .filter(expiry -> !expiry.isAfter(Instant.now()))
                .isPresent();
        if (past && credentials.refreshToken().isEmpty()) {
            return Finding.failed(
                    ExitCode.USER,
                    "the login of " + user + " expired at "
                            + credentials.expiry().get(),
                    "amp auth login");
        }
        String until = credentials.expiry().map(expiry -> ", until " + expiry).orElse("");
        String renewed = credentials.refreshToken().isPresent() ? ", renewed by itself" : "";
        return Finding.ok("logged in as " + user + until + renewed + " (" + file + ")");
    }

    private Finding connections() throws IOException {
        Connections connections = Connections.of(environment);
        int count = connections.list().size();
        PrivateFile python = new PrivateFile(connections.pythonFile());
        if (python.isOpenToOthers()) {
            return Finding.warning("others may read " + python + ", so it is left out", "chmod 600 '" + python + "'");
        }
        return Files.exists(connections.file())
                ? Finding.ok(LoadWords.count(count, "connection") + " in " + connections.file())
                : Finding.ok("none are named; amp connections add names one");
    }
}
