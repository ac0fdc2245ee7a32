package io.amp4j.redis;

import static io.amp4j.redis.Rows.range;
import static io.amp4j.redis.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.amp4j.client.AmpException;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.testkit.Relay;
import io.amp4j.loader.testkit.TestCertificate;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest extends RedisFixture {
    @TempDir
    static Path directory;

    private static Relay front;
    private static Relay strictFront;
    private static Path client;

    @BeforeAll
    static void start() throws Exception {
        TestCertificate server = makeKey("server");
        client = makeKey("client").store();
        makeKey("stranger");
        front = Relay.tls(TestRedis.port(), server, null);
        strictFront = Relay.tls(TestRedis.port(), server, server);
    }

    private static TestCertificate makeKey(String name) throws Exception {
        return TestCertificate.make(directory, name, "ip:127.0.0.1");
    }

    @AfterAll
    static void stop() {
        front.close();
        strictFront.close();
    }

    private String secure(Relay to, String host, String settings) {
        return "rediss://" + host + ":" + to.port() + "/" + database + "?connect-timeout=5s" + settings;
    }

    private static String trusting(String name) {
        return "&tls-ca=" + directory.resolve(name + ".crt");
    }

    @Test
    void loads_over_tls() {
        String uri = secure(front, "127.0.0.1", trusting("server"));
        try (Loader loader = Destinations.open(uri, Map.of());
                LoadSession session = loader.open(Rows.request("t", LoadMode.STREAM))) {
            Rows.commit(session, allocator, List.of(), range("a", 0, 9), row("x", 1L), row("y", 2L));
            assertThat(session.recover().records()).hasSize(1);
        }
        assertThat(redis.keys("t:*")).hasSize(2);
    }

    private static void connect(String uri) {
        try (Loader loader = Destinations.open(uri, Map.of())) {
            loader.states(Optional.empty());
        }
    }

    @Test
    void a_certificate_that_is_not_trusted_is_refused_for_good() {
        failure(() -> connect(secure(front, "127.0.0.1", trusting("stranger"))), LoadError.DESTINATION_UNAUTHENTICATED);
        failure(() -> connect(secure(front, "127.0.0.1", "")), LoadError.DESTINATION_UNAUTHENTICATED);
    }

    @Test
    void a_certificate_of_another_host_is_refused_for_good() {
        failure(() -> connect(secure(front, "localhost", trusting("server"))), LoadError.DESTINATION_UNAUTHENTICATED);
    }

    @Test
    void a_client_shows_its_own_certificate() {
        String own = "&tls-keystore=" + directory.resolve("server.p12") + "&tls-keystore-password="
                + TestCertificate.PASSWORD;
        connect(secure(strictFront, "127.0.0.1", trusting("server") + own));
        String other = "&tls-keystore=" + client + "&tls-keystore-password=" + TestCertificate.PASSWORD;
        assertThat(catchThrowable(() -> connect(secure(strictFront, "127.0.0.1", trusting("server") + other))))
                .isInstanceOf(AmpException.class);
    }

    @Test
    void files_that_cannot_be_read_are_a_mistake_of_the_users() {
        failure(() -> connect(secure(front, "127.0.0.1", trusting("none"))), LoadError.CONFIG_INVALID);
        failure(() -> connect("redis://127.0.0.1:1?tls-ca=x"), LoadError.CONFIG_INVALID);
    }
}
