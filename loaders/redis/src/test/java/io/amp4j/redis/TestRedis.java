package io.amp4j.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicInteger;
import redis.clients.jedis.Jedis;

/** One Redis for the tests of a JVM; each asks for a database of its own. */
final class TestRedis {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestRedis() {}

    private static final class Holder {
        static final RedisProcess SERVER = start();

        private static RedisProcess start() {
            try {
                String modules = System.getProperty("amp4j.redis.module", "");
                return modules.isEmpty()
                        ? new RedisProcess(Files.createTempDirectory("amp4j-redis"), "--databases", "10000")
                        : new RedisProcess(
                                Files.createTempDirectory("amp4j-redis"),
                                "--databases",
                                "10000",
                                "--loadmodule",
                                modules);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static int port() {
        return Holder.SERVER.port();
    }

    static int newDatabase() {
        return DATABASES.incrementAndGet();
    }

    static String uri(int database) {
        return "redis://127.0.0.1:" + port() + "/" + database;
    }

    static Jedis connect(int database) {
        Jedis jedis = Holder.SERVER.connect();
        jedis.select(database);
        return jedis;
    }
}
