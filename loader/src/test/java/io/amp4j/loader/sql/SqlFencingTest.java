package io.amp4j.loader.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.Fencing;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqlFencingTest {
    private final AmpException lost = new AmpException(LoadError.DESTINATION_UNAVAILABLE, "the connection broke");
    private final List<String> calls = new ArrayList<>();

    @Test
    void a_lost_connection_of_an_older_job_is_its_fencing() {
        AmpException fenced = Fencing.fenced("s");

        AmpException told = SqlFencing.orFenced(lost, this::connection, connection -> {
            throw fenced;
        });

        assertThat(told).isSameAs(fenced).hasSuppressedException(lost);
        assertThat(calls).containsExactly("close");
    }

    @Test
    void a_lost_connection_of_the_newest_job_is_a_lost_connection() {
        assertThat(SqlFencing.orFenced(lost, this::connection, connection -> calls.add("asked")))
                .isSameAs(lost)
                .hasNoSuppressedExceptions();
        assertThat(calls).containsExactly("asked", "close");
    }

    @Test
    void where_the_epoch_cannot_be_asked_the_connection_is_lost() {
        SQLException down = new SQLException("nobody there");

        AmpException told = SqlFencing.orFenced(
                lost,
                () -> {
                    throw down;
                },
                connection -> calls.add("asked"));

        assertThat(told).isSameAs(lost).hasSuppressedException(down);
        assertThat(calls).isEmpty();
    }

    @Test
    void any_other_failure_is_what_it_says() {
        AmpException refused = new AmpException(LoadError.VALUE_REFUSED, "too long");

        assertThat(SqlFencing.orFenced(refused, this::connection, connection -> calls.add("asked")))
                .isSameAs(refused);
        assertThat(calls).isEmpty();
    }

    private Connection connection() {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    calls.add(method.getName());
                    return null;
                });
    }
}
