package io.amp4j.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.amp4j.client.AmpException;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** How a devnet starts and ends. */
class StartTest {
    @Test
    void a_port_that_is_taken_is_named() {
        try (Devnet first = Devnet.builder().start()) {
            DevnetBuilder second = Devnet.builder().port(first.port());

            AmpException failure = catchThrowableOfType(AmpException.class, second::start);

            assertThat(failure.code()).isEqualTo(DevnetError.PORT);
            assertThat(failure).hasMessageContaining("port " + first.port() + " of 127.0.0.1");
        }
    }

    @Test
    void a_port_of_the_admin_api_that_is_taken_is_named() {
        try (Devnet first = Devnet.builder().start()) {
            int taken = URI.create(first.adminUrl()).getPort();
            DevnetBuilder second = Devnet.builder().adminPort(taken);

            AmpException failure = catchThrowableOfType(AmpException.class, second::start);

            assertThat(failure.code()).isEqualTo(DevnetError.PORT);
            assertThat(failure).hasMessageContaining("port " + taken).hasMessageContaining("Admin API");
        }
    }

    @Test
    void closing_twice_does_nothing() {
        Devnet devnet = Devnet.builder().start();
        String admin = devnet.adminUrl();
        devnet.close();
        devnet.close();

        assertThat(catchThrowableOfType(IllegalStateException.class, devnet::adminUrl))
                .as(admin)
                .hasMessage("the devnet is closed");
    }
}
