package io.amp4j.redis;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.Secret;
import io.amp4j.redis.internal.resp.Link;
import io.amp4j.redis.internal.resp.ReplyError;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * Makes connections: to the server that takes writes, as its host, its Sentinels or its cluster say. Thread-safe.
 *
 * <p>Jedis connects (addresses, TLS, users), because its connections are plain sockets: once it has introduced itself, the bytes that
 * were built from vectors go over that socket as they are. Lettuce would want an object for each command, and match each reply with it.
 */
final class Connector {
    private static final String CLIENT_NAME = "amp4j";
    private static final int LEAST_MAJOR = 6;
    private static final int LEAST_MINOR = 2;

    private final Endpoint endpoint;

    Connector(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * Connects to the server that keeps a key.
     *
     * @param key any key of a table
     * @return the connection; the caller closes it
     */
    Server connect(String key) {
        AmpException last = null;
        for (HostAndPort host : endpoint.sentinel() == null ? endpoint.hosts() : List.of(master())) {
            try {
                Server server = connectTo(host);
                Server found = located(server, key);
                if (found != null) {
                    return found;
                }
                server.close();
                last = new AmpException(
                        LoadError.DESTINATION_UNAVAILABLE, "Redis at " + host + " is a replica, which takes no writes");
            } catch (AmpException e) {
                if (!e.retryable()) {
                    throw e;
                }
                last = e;
            }
        }
        throw last == null ? new IllegalStateException("no hosts") : last;
    }

    /** The node of a cluster that keeps a key, the server itself if it takes writes, or null. */
    private @Nullable Server located(Server server, String key) {
        try {
            Introduction introduction = Introduction.of(server);
            introduction.require(LEAST_MAJOR, LEAST_MINOR);
            if (!introduction.isCluster()) {
                return introduction.isReplica() ? null : server;
            }
            HostAndPort node = node(server, JedisClusterCRC16.getSlot(key));
            server.close();
            return connectTo(node);
        } catch (AmpException e) {
            server.close();
            throw e;
        }
    }

    /** Whether the servers are a cluster, where all keys of a transaction must share a slot. */
    static boolean isCluster(Server server) {
        return Introduction.of(server).isCluster();
    }

    /** Name and version, such as {@code Redis 7.2.4}; forks of Redis have names of their own. */
    static String product(Server server) {
        Introduction introduction = Introduction.of(server);
        String name = introduction.name().equals("redis") ? "Redis" : introduction.name();
        return name + " " + introduction.version();
    }

    /** Who connects. */
    String user() {
        return endpoint.user() == null ? "default" : endpoint.user();
    }

    private HostAndPort node(Server server, int slot) {
        for (Object entry : server.list("CLUSTER", "SLOTS")) {
            List<?> range = (List<?>) entry;
            if ((Long) range.get(0) <= slot && slot <= (Long) range.get(1)) {
                List<?> node = (List<?>) range.get(2);
                String host = Link.text(node.get(0));
                int port = Math.toIntExact((Long) node.get(1));
                // A node that does not know its own address leaves it out: it is the one that was asked.
                return new HostAndPort(
                        host == null || host.isEmpty() ? endpoint.hosts().get(0).getHost() : host, port);
            }
        }
        throw new AmpException(
                LoadError.DESTINATION_UNAVAILABLE, "no node of the cluster at " + endpoint + " keeps slot " + slot);
    }

    private HostAndPort master() {
        AmpException last = null;
        for (HostAndPort sentinel : endpoint.hosts()) {
            try (Server server = connect(sentinel, 0, endpoint.sentinelUser(), endpoint.sentinelPassword())) {
                Object reply = server.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", String.valueOf(endpoint.sentinel()));
                if (reply instanceof List<?> address) {
                    return new HostAndPort(
                            String.valueOf(Link.text(address.get(0))),
                            Integer.parseInt(String.valueOf(Link.text(address.get(1)))));
                }
                throw new AmpException(
                        LoadError.CONFIG_INVALID,
                        "the Sentinel at " + sentinel + " watches no master named '" + endpoint.sentinel() + "'");
            } catch (AmpException e) {
                if (!e.retryable()) {
                    throw e;
                }
                last = e;
            }
        }
        throw last == null ? new IllegalStateException("no hosts") : last;
    }

    private Server connectTo(HostAndPort host) {
        return connect(host, endpoint.database(), endpoint.user(), endpoint.password());
    }

    private Server connect(HostAndPort host, int database, @Nullable String user, @Nullable Secret password) {
        DefaultJedisClientConfig config = config(database, user, password);
        AtomicReference<Socket> socket = new AtomicReference<>();
        DefaultJedisSocketFactory sockets = new DefaultJedisSocketFactory(host, config);
        String place = host + "/" + database;
        try {
            Connection connection = new Connection(
                    () -> {
                        socket.set(secured(sockets.createSocket(), host));
                        return socket.get();
                    },
                    config);
            return new Server(new Link(connection, socket.get()), place);
        } catch (JedisException e) {
            throw RedisErrors.unreachable(place, e);
        } catch (IOException e) {
            throw RedisErrors.lost(place, e);
        }
    }

    /** The socket itself, or TLS over it, once the server's certificate is found to be trusted and the host's. */
    private Socket secured(Socket plain, HostAndPort host) {
        TlsFiles tls = endpoint.tls();
        if (tls == null) {
            return plain;
        }
        try {
            SSLSocket secured = (SSLSocket) tls.sockets().createSocket(plain, host.getHost(), host.getPort(), true);
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
            secured.startHandshake();
            return secured;
        } catch (IOException e) {
            closeQuietly(plain, e);
            throw new JedisConnectionException("no TLS", e);
        }
    }

    private static void closeQuietly(Socket socket, IOException because) {
        try {
            socket.close();
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    private DefaultJedisClientConfig config(int database, @Nullable String user, @Nullable Secret password) {
        return DefaultJedisClientConfig.builder()
                .resp2()
                .autoNegotiateProtocol(false)
                .connectionTimeoutMillis(
                        Math.toIntExact(endpoint.connectTimeout().toMillis()))
                .socketTimeoutMillis(Math.toIntExact(endpoint.timeout().toMillis()))
                .database(database)
                .user(user)
                .password(password == null ? null : password.reveal())
                .clientName(CLIENT_NAME)
                .build();
    }

    @Override
    public String toString() {
        return endpoint.toString();
    }

    /**
     * What a server says of itself.
     *
     * @param name {@code redis}, or the name of a fork
     * @param version its version, such as {@code 6.2.7}
     * @param mode {@code standalone}, {@code cluster} or {@code sentinel}
     * @param role {@code master} or {@code replica}
     */
    private record Introduction(String name, String version, String mode, String role) {
        static Introduction of(Server server) {
            Object reply = server.run(link -> link.call("HELLO"));
            if (reply instanceof ReplyError error) {
                throw server.failure(error);
            }
            List<?> fields = (List<?>) reply;
            return new Introduction(
                    field(fields, "server"), field(fields, "version"), field(fields, "mode"), field(fields, "role"));
        }

        private static String field(List<?> fields, String name) {
            for (int i = 0; i + 1 < fields.size(); i += 2) {
                if (name.equals(Link.text(fields.get(i)))) {
                    return String.valueOf(Link.text(fields.get(i + 1)));
                }
            }
            return "";
        }

        boolean isCluster() {
            return mode.equals("cluster");
        }

        boolean isReplica() {
            return !role.equals("master");
        }

        void require(int major, int minor) {
            String[] parts = version.split("\\.");
            int itsMajor = Integer.parseInt(parts[0]);
            int itsMinor = parts.length < 2 ? 0 : Integer.parseInt(parts[1]);
            if (itsMajor < major || (itsMajor == major && itsMinor < minor)) {
                throw new AmpException(
                        LoadError.UNSUPPORTED,
                        "Redis " + version + " is too old: " + major + "." + minor + " or newer is needed");
            }
        }
    }
}
