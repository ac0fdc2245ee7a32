package io.amp4j.redis;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.Config;
import io.amp4j.loader.config.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * Where Redis is, and as whom to speak to it. Prints without secrets.
 *
 * @param hosts servers of which the first that takes writes is used, nodes of a cluster, or Sentinels
 * @param database the number of the database
 * @param user who connects, or null
 * @param password the password, or null
 * @param sentinel the Sentinels' name of the master, or null where the hosts are the servers themselves
 * @param sentinelUser the Sentinels' own user, or null
 * @param sentinelPassword their password, or null
 * @param tls what is trusted, or null without TLS
 * @param connectTimeout how long connecting may take
 * @param timeout how long an answer may take
 */
record Endpoint(
        List<HostAndPort> hosts,
        int database,
        @Nullable String user,
        @Nullable Secret password,
        @Nullable String sentinel,
        @Nullable String sentinelUser,
        @Nullable Secret sentinelPassword,
        @Nullable TlsFiles tls,
        Duration connectTimeout,
        Duration timeout) {
    private static final int PORT = 6379;
    private static final int SENTINEL_PORT = 26379;

    static Endpoint of(Config config) {
        String sentinel = config.find(RedisKeys.SENTINEL).orElse(null);
        TlsFiles tls = new TlsFiles(
                config.find(RedisKeys.TLS_CA).orElse(null),
                config.find(RedisKeys.TLS_KEYSTORE).orElse(null),
                config.find(RedisKeys.TLS_KEYSTORE_PASSWORD).orElse(null));
        boolean secure = config.scheme().equals("rediss");
        if (!secure && !tls.isEmpty()) {
            throw new AmpException(LoadError.CONFIG_INVALID, "tls-… settings are for rediss://, this is redis://");
        }
        return new Endpoint(
                hosts(config, sentinel == null ? PORT : SENTINEL_PORT),
                database(config),
                config.user(RedisKeys.USER).orElse(null),
                config.password(RedisKeys.PASSWORD).orElse(null),
                sentinel,
                config.find(RedisKeys.SENTINEL_USER).orElse(null),
                config.find(RedisKeys.SENTINEL_PASSWORD).orElse(null),
                secure ? tls : null,
                config.require(RedisKeys.CONNECT_TIMEOUT),
                config.require(RedisKeys.TIMEOUT));
    }

    private static List<HostAndPort> hosts(Config config, int defaultPort) {
        List<HostAndPort> hosts = new ArrayList<>();
        for (String named : config.hosts().isEmpty() ? List.of("localhost") : config.hosts()) {
            int colon = named.indexOf(':', Math.max(named.lastIndexOf(']'), 0));
            String host = colon < 0 ? named : named.substring(0, colon);
            String port = colon < 0 ? String.valueOf(defaultPort) : named.substring(colon + 1);
            if (!port.matches("\\d{1,5}")) {
                throw new AmpException(LoadError.CONFIG_INVALID, "'" + port + "' is no port in a Redis URI");
            }
            hosts.add(new HostAndPort(host.replaceAll("^\\[|]$", ""), Integer.parseInt(port)));
        }
        return List.copyOf(hosts);
    }

    private static int database(Config config) {
        String path = config.path().replaceAll("^/+|/+$", "");
        if (path.isEmpty()) {
            return 0;
        }
        if (!path.matches("\\d{1,4}")) {
            throw new AmpException(
                    LoadError.CONFIG_INVALID,
                    "'" + path + "' is no database of Redis, which has numbers: redis://host:6379/0");
        }
        return Integer.parseInt(path);
    }

    /** For messages. */
    @Override
    public String toString() {
        return hosts.size() == 1 && sentinel == null
                ? hosts.get(0) + "/" + database
                : hosts + "/" + database + (sentinel == null ? "" : " (master " + sentinel + ")");
    }
}
