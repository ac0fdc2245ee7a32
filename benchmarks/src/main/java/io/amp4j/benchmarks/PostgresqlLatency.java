package io.amp4j.benchmarks;

import io.amp4j.client.AmpClient;
import io.amp4j.devnet.Devnet;
import io.amp4j.loader.Load;
import io.amp4j.loader.Loads;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** From a block on the server to its visible rows: a live load, and a reader that looks for each block until it is there. */
final class PostgresqlLatency {
    private static final int WARM_UP = 100;
    private static final int BLOCKS = 500;
    private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

    private PostgresqlLatency() {}

    static String measure(PostgresqlServer server) throws Exception {
        try (Devnet devnet = Devnet.builder().blocks(10).start();
                AmpClient client = AmpClient.connect(devnet.url());
                Load load = Loads.from(client.sql("SELECT * FROM eth_rpc.blocks"))
                        .to(server.uri())
                        .table("latency")
                        .commitInterval(Duration.ZERO)
                        .stream();
                Connection reader = server.connect()) {
            awaitTable(server);
            double[] millis = new double[BLOCKS];
            try (PreparedStatement look = reader.prepareStatement("SELECT 1 FROM latency WHERE block_num = ?")) {
                for (int i = -WARM_UP; i < BLOCKS; i++) {
                    long start = System.nanoTime();
                    devnet.mine(1);
                    await(look, devnet.head(), load);
                    millis[Math.max(0, i)] = (System.nanoTime() - start) / 1e6;
                }
            }
            Arrays.sort(millis);
            return String.format(
                    Locale.ROOT,
                    "PostgreSQL, from a mined block to its visible row, %d blocks: median %.1f ms, p99 %.1f ms%n",
                    BLOCKS,
                    millis[BLOCKS / 2],
                    millis[BLOCKS * 99 / 100]);
        }
    }

    private static void awaitTable(PostgresqlServer server) throws SQLException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        try (Connection connection = server.connect();
                PreparedStatement look = connection.prepareStatement("SELECT to_regclass('latency') IS NOT NULL")) {
            while (!isTrue(look)) {
                requireTime(deadline);
            }
        }
        server.execute("CREATE INDEX ON latency (block_num)");
    }

    private static boolean isTrue(PreparedStatement look) throws SQLException {
        try (ResultSet rows = look.executeQuery()) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    private static void await(PreparedStatement look, long block, Load load) throws SQLException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        look.setLong(1, block);
        while (true) {
            try (ResultSet rows = look.executeQuery()) {
                if (rows.next()) {
                    return;
                }
            }
            requireTime(deadline);
            if (load.result().isDone()) {
                load.result().join();
            }
        }
    }

    private static void requireTime(long deadline) {
        if (System.nanoTime() - deadline > 0) {
            throw new IllegalStateException("the block does not become visible");
        }
    }
}
