package io.amp4j.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpClient;
import io.amp4j.client.AmpException;
import io.amp4j.client.Batch;
import io.amp4j.client.BatchStream;
import io.grpc.Status;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What devnet does wrong on purpose. */
@Timeout(60)
class FaultsTest {
    private static final String LOGS = "SELECT * FROM eth_rpc.logs";

    private final Devnet devnet = Devnet.builder()
            .blocks(200)
            .batchRows(100)
            .keepAlive(Duration.ofMillis(50))
            .start();
    private final AmpClient client = AmpClient.connect(devnet.url());

    @AfterEach
    void stop() {
        client.close();
        devnet.close();
    }

    @Test
    void a_connection_is_cut_in_the_middle_of_a_message() {
        devnet.faults().cutAfterBytes(200_000);
        assertThatThrownBy(this::readAll).isInstanceOf(AmpException.class);
        assertThat(readAll()).isGreaterThan(2_000);
    }

    @Test
    void a_connection_is_cut_between_messages() {
        devnet.faults().cutAfterMessages(4);
        AtomicInteger seen = new AtomicInteger();
        assertThatThrownBy(() -> {
                    try (BatchStream stream = client.sql(LOGS).batches()) {
                        while (stream.next() != null) {
                            seen.incrementAndGet();
                        }
                    }
                })
                .isInstanceOf(AmpException.class);
        assertThat(seen.get()).isLessThanOrEqualTo(3);
    }

    @Test
    void calls_fail_as_they_are_told_and_then_no_more() {
        devnet.faults().failNext(2, Status.RESOURCE_EXHAUSTED.withDescription("too many queries"));
        assertThatThrownBy(() -> client.sql(LOGS).schema()).hasMessageContaining("too many queries");
        assertThatThrownBy(() -> client.sql(LOGS).schema()).hasMessageContaining("too many queries");
        assertThat(client.sql(LOGS).schema().getFields()).hasSize(13);
    }

    @Test
    void a_stream_fails_in_its_middle() {
        devnet.faults().failAfterMessages(5, Status.INTERNAL.withDescription("memory limit"));
        assertThatThrownBy(this::readAll).hasMessageContaining("memory limit");
        assertThat(readAll()).isGreaterThan(2_000);
    }

    @Test
    void messages_can_be_rewritten() {
        devnet.faults().rewriteMessages(message -> Arrays.copyOf(message, message.length / 2));
        assertThatThrownBy(this::readAll).isInstanceOf(AmpException.class);
        devnet.faults().rewriteMessages(UnaryOperator.identity());
        assertThat(readAll()).isGreaterThan(2_000);
    }

    @Test
    void a_restart_ends_the_calls_and_keeps_the_port_and_the_chain() {
        int port = devnet.port();
        String hash = devnet.block(199).orElseThrow().hash();
        try (BatchStream stream = client.sql(LOGS).stream(null)) {
            assertThat(stream.next()).isNotNull();
            devnet.restart();
            assertThatThrownBy(() -> {
                        while (stream.next() != null) {}
                    })
                    .isInstanceOf(AmpException.class);
        }
        assertThat(devnet.port()).isEqualTo(port);
        assertThat(devnet.block(199).orElseThrow().hash()).isEqualTo(hash);
        assertThat(readAll()).isGreaterThan(2_000);
    }

    @Test
    void latency_is_felt_by_each_call() {
        devnet.faults().latencyPerCall(Duration.ofMillis(150));
        long start = System.nanoTime();
        client.sql(LOGS).schema();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void a_long_microbatch_is_kept_alive_by_empty_batches() {
        devnet.faults().latencyPerMessage(Duration.ofMillis(300));
        try (BatchStream stream = client.sql(LOGS).stream(null)) {
            int empty = 0;
            for (int i = 0; i < 6; i++) {
                Batch batch = stream.next();
                assertThat(batch.metadata().rangesComplete()).isFalse();
                if (batch.rows() == 0) {
                    empty++;
                }
            }
            assertThat(empty).isPositive();
        }
    }

    @Test
    void a_client_that_does_not_read_stops_the_server_and_one_that_leaves_ends_the_query() {
        try (Devnet large = Devnet.builder()
                        .blocks(2_000_000)
                        .microbatchBlocks(2_000_000)
                        .start();
                AmpClient reader = AmpClient.connect(large.url());
                BatchStream stream = reader.sql(LOGS).stream(null)) {
            assertThat(stream.next().rows()).isPositive();
            stream.cancel();
        }
    }

    private int readAll() {
        int rows = 0;
        try (BatchStream stream = client.sql(LOGS).batches()) {
            for (Batch batch = stream.next(); batch != null; batch = stream.next()) {
                rows += batch.rows();
            }
        }
        return rows;
    }
}
