package io.amp4j.clickhouse;

import static io.amp4j.clickhouse.NumberRows.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.AmpException;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.testkit.TestCertificate;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server behind a proxy that ends TLS, as ClickHouse often stands. */
@Tag("clickhouse")
class ClickHouseTlsTest {
    @TempDir
    static Path directory;

    private static TestCertificate own;
    private static TestCertificate stranger;
    private static StatementProxy proxy;

    @BeforeAll
    static void start() throws Exception {
        own = TestCertificate.make(directory, "own", "ip:127.0.0.1");
        stranger = TestCertificate.make(directory, "stranger", "ip:127.0.0.1");
        proxy = new StatementProxy(
                own.serverContext(own)
                        .getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                SharedServer.INSTANCE.httpPort());
    }

    @AfterAll
    static void stop() {
        proxy.close();
    }

    private static void connect(String host, Path trusted) {
        String uri = "clickhouses://default@" + host + ":" + proxy.port() + "/system?sslrootcert=" + trusted;
        try (Loader loader = Destinations.open(uri, Map.of())) {
            assertThat(loader.states(Optional.empty())).isEmpty();
        }
    }

    @Test
    void a_certificate_that_is_trusted_is_accepted() {
        connect("127.0.0.1", own.certificate());
    }

    @Test
    void a_certificate_of_somebody_else_is_refused_for_good() {
        AmpException error = failure(() -> connect("127.0.0.1", stranger.certificate()));
        assertThat(error.code()).isEqualTo(LoadError.DESTINATION_UNAUTHENTICATED);
        assertThat(error).hasMessageContaining("sslrootcert");
    }

    @Test
    void a_certificate_of_another_host_is_refused_for_good() {
        AmpException error = failure(() -> connect("localhost", own.certificate()));
        assertThat(error.code()).isEqualTo(LoadError.DESTINATION_UNAUTHENTICATED);
    }

    @Test
    void a_file_that_holds_no_certificate_is_the_users_to_mend() {
        AmpException error = failure(() -> connect("127.0.0.1", own.key()));
        assertThat(error.code()).isEqualTo(LoadError.CONFIG_INVALID);
    }
}
