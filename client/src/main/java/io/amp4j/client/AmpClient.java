package io.amp4j.client;

import io.amp4j.client.admin.AdminClient;
import io.amp4j.client.internal.FlightQuery;
import io.amp4j.client.internal.http.HttpAddress;
import io.amp4j.client.internal.wire.CallHeaders;
import io.amp4j.client.internal.wire.Connection;
import io.amp4j.client.internal.wire.ConnectionOptions;
import io.amp4j.client.internal.wire.ServerAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.memory.rounding.SegmentRoundingPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one Amp server. Thread-safe; one client serves any number of queries at a time. It connects with its first
 * query, and again by itself after a connection was lost.
 *
 * <pre>{@code
 * try (AmpClient client = AmpClient.connect("grpc://localhost:1602");
 *         BatchStream batches = client.sql("SELECT block_num, hash FROM eth_rpc.blocks").batches()) {
 *     for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
 *         System.out.println(batch.root().contentToTSVString());
 *     }
 * }
 * }</pre>
 */
public final class AmpClient implements AutoCloseable {
    private final BufferAllocator allocator;
    private final Connection connection;
    private final URI adminUri;

    private AmpClient(BufferAllocator allocator, Connection connection, URI adminUri) {
        this.allocator = allocator;
        this.connection = connection;
        this.adminUri = adminUri;
    }

    /**
     * A client with every option at its default.
     *
     * @param uri the server: {@code grpc://host:1602}, {@code grpc+tls://host:1602}, {@code http://…} or {@code https://…}
     * @return the client; the caller closes it
     * @throws AmpException with code {@code AMP-BAD-URI} if the address is malformed
     */
    public static AmpClient connect(String uri) {
        return builder().uri(uri).build();
    }

    /**
     * The way to a client with options.
     *
     * @return a builder with every option at its default
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A query against this server. Nothing is sent before it is run.
     *
     * @param sql the query in the server's SQL
     * @return the query, good as long as this client is open
     */
    public Query sql(String sql) {
        return new FlightQuery(sql, connection, allocator, this::admin);
    }

    /**
     * The server's Admin API, called with this client's token, headers and certificates. It asks nothing before its first call, and
     * need not be closed.
     *
     * @return the Admin API at {@link Builder#adminUri(String)} or what stands for it
     */
    public AdminClient admin() {
        return new AdminClient(adminOptions());
    }

    /**
     * How {@link #admin()} calls the Admin API: where it is, and with which token, headers and certificates.
     *
     * @return the options
     */
    public ServiceOptions adminOptions() {
        ConnectionOptions options = connection.options();
        return new ServiceOptions(
                adminUri,
                options.tokens(),
                options.headers(),
                options.userAgent(),
                options.connectTimeout(),
                options.callTimeout(),
                options.trustedCertificates(),
                options.certificateChain(),
                options.privateKey());
    }

    /**
     * Where the server is.
     *
     * @return {@code grpc://host:port}, or {@code grpc+tls://host:port} where the connection is encrypted
     */
    public URI uri() {
        return URI.create(connection.options().server().toString());
    }

    /**
     * The allocator that the memory of every batch is counted in.
     *
     * @return the client's allocator, open as long as the client
     */
    public BufferAllocator allocator() {
        return allocator;
    }

    /**
     * Cancels what still runs, and ends the connection. Close streams and results first: what is still open keeps its memory until it
     * is closed, and then this can be called again.
     *
     * @throws AmpException with code {@code AMP-NOT-CLOSED} if a stream or a result is still open
     */
    @Override
    public void close() {
        connection.close();
        long bytes = allocator.getAllocatedMemory();
        if (bytes > 0) {
            throw new AmpException(
                    ClientError.NOT_CLOSED,
                    "the client was closed while streams or results with " + bytes
                            + " bytes were open; close them first");
        }
        allocator.close();
    }

    /** The server, and nothing that could be secret. */
    @Override
    public String toString() {
        return "AmpClient[" + connection.options().server() + "]";
    }

    /** Collects a client's options. Not thread-safe. Each method returns this builder. */
    public static final class Builder {
        private static final long SEGMENT = 1024;

        private @Nullable ServerAddress server;
        private TokenSource tokens = TokenSource.ambient();
        private @Nullable Path trustedCertificates;
        private @Nullable Path certificateChain;
        private @Nullable Path privateKey;
        private final Map<String, String> headers = new TreeMap<>();
        private Duration connectTimeout = Duration.ofSeconds(20);
        private Duration callTimeout = Duration.ofMinutes(2);
        private @Nullable Duration queryTimeout;
        private int maxMessageBytes = 256 << 20;
        private long readAheadBytes = 32L << 20;
        private long memoryLimit = Long.MAX_VALUE;
        private @Nullable BufferAllocator parent;
        private Duration pingAfter = Duration.ofSeconds(30);
        private Duration pingTimeout = Duration.ofSeconds(20);
        private String userAgent = UserAgent.VALUE;
        private @Nullable String adminUri;

        private Builder() {}

        /**
         * The server's address; required.
         *
         * @param uri {@code grpc://host:1602}, {@code grpc+tls://host:1602}, {@code http://…} or {@code https://…}
         * @return this
         */
        public Builder uri(String uri) {
            server = ServerAddress.parse(uri);
            return this;
        }

        /**
         * Where the server's Admin API is; without, the environment's {@code AMP_ADMIN_URL}, else port 1610 of the server's host, over
         * TLS if the server is.
         *
         * @param uri {@code http://host:1610} or {@code https://…}
         * @return this
         */
        public Builder adminUri(String uri) {
            HttpAddress.parse("the Admin API", uri);
            adminUri = uri;
            return this;
        }

        /**
         * A token to send with each call, in place of the environment's or the login's.
         *
         * @param token the bearer token
         * @return this
         */
        public Builder token(String token) {
            return tokens(TokenSource.of(token));
        }

        /**
         * Where to take the token of each call from; by default {@link TokenSource#ambient()}.
         *
         * @param tokens the source
         * @return this
         */
        public Builder tokens(TokenSource tokens) {
            this.tokens = tokens;
            return this;
        }

        /**
         * The certificates to trust over TLS, in place of the platform's.
         *
         * @param pem a file of certificates in PEM form
         * @return this
         */
        public Builder trustedCertificates(Path pem) {
            trustedCertificates = readable("trustedCertificates", pem);
            return this;
        }

        /**
         * The certificate to show to the server (mutual TLS).
         *
         * @param chain the certificate and its issuers in PEM form
         * @param key the private key in PEM form (PKCS#8), without a password
         * @return this
         */
        public Builder clientCertificate(Path chain, Path key) {
            certificateChain = readable("clientCertificate", chain);
            privateKey = readable("clientCertificate", key);
            return this;
        }

        /**
         * A header to send with each call.
         *
         * @param name the header's name
         * @param value its value
         * @return this
         */
        public Builder header(String name, String value) {
            CallHeaders.check(name, value);
            headers.put(name, value);
            return this;
        }

        /**
         * How long to wait for a connection; 20 seconds by default.
         *
         * @param timeout more than zero
         * @return this
         */
        public Builder connectTimeout(Duration timeout) {
            connectTimeout = positive("connectTimeout", timeout);
            return this;
        }

        /**
         * How long the server may take to plan a query and name its schema; 2 minutes by default.
         *
         * @param timeout more than zero
         * @return this
         */
        public Builder callTimeout(Duration timeout) {
            callTimeout = positive("callTimeout", timeout);
            return this;
        }

        /**
         * How long a bounded query may run, from its start to its last batch; without limit by default. Live streams have no limit.
         *
         * @param timeout more than zero
         * @return this
         */
        public Builder queryTimeout(Duration timeout) {
            queryTimeout = positive("queryTimeout", timeout);
            return this;
        }

        /**
         * The largest message to accept; 256 MiB by default. One wide row makes one large message.
         *
         * @param bytes more than zero
         * @return this
         */
        public Builder maxMessageBytes(int bytes) {
            maxMessageBytes = (int) positive("maxMessageBytes", bytes);
            return this;
        }

        /**
         * How many bytes to read ahead of the consumer, for each running query; 32 MiB by default. One message may exceed it.
         *
         * @param bytes more than zero
         * @return this
         */
        public Builder readAheadBytes(long bytes) {
            readAheadBytes = positive("readAheadBytes", bytes);
            return this;
        }

        /**
         * The most off-heap memory that all queries may take together; without limit by default.
         *
         * @param bytes more than zero
         * @return this
         */
        public Builder memoryLimit(long bytes) {
            memoryLimit = positive("memoryLimit", bytes);
            return this;
        }

        /**
         * An allocator to take memory from, in place of one of the client's own. The client does not close it.
         *
         * @param allocator the parent of the client's allocator
         * @return this
         */
        public Builder allocator(BufferAllocator allocator) {
            parent = allocator;
            return this;
        }

        /**
         * How a dead connection is found while a query runs: an HTTP/2 ping after so much silence, and so long to answer it; 30 and 20
         * seconds by default. Servers cut clients that ping too often.
         *
         * @param silence at least 10 seconds
         * @param answer more than zero
         * @return this
         */
        public Builder keepAlive(Duration silence, Duration answer) {
            pingAfter = positive("keepAlive", silence);
            pingTimeout = positive("keepAlive", answer);
            return this;
        }

        /**
         * How the client names itself to the server; {@code amp4j/VERSION} by default.
         *
         * @param userAgent the name
         * @return this
         */
        public Builder userAgent(String userAgent) {
            this.userAgent = userAgent;
            return this;
        }

        /**
         * The client. Nothing is sent yet.
         *
         * @return a client; the caller closes it
         * @throws AmpException if an option makes no sense
         */
        public AmpClient build() {
            if (server == null) {
                throw new AmpException(
                        ClientError.BAD_URI, "no server was named; set 'uri', such as grpc://localhost:1602");
            }
            boolean certificates = trustedCertificates != null || certificateChain != null;
            if (certificates && !server.tls()) {
                throw new AmpException(
                        ClientError.BAD_OPTION,
                        "certificates are of no use without TLS; write grpc+tls:// or https://");
            }
            BufferAllocator allocator = newAllocator();
            try {
                ConnectionOptions options = options(server);
                return new AmpClient(allocator, new Connection(options, allocator), AdminAddress.of(adminUri, server));
            } catch (RuntimeException e) {
                allocator.close();
                throw e;
            }
        }

        private BufferAllocator newAllocator() {
            if (parent != null) {
                return parent.newChildAllocator("amp-client", 0, memoryLimit);
            }
            // The default policy rounds up to powers of two, and would take nearly twice the memory of many messages.
            return new RootAllocator(AllocationListener.NOOP, memoryLimit, new SegmentRoundingPolicy(SEGMENT));
        }

        private ConnectionOptions options(ServerAddress address) {
            return new ConnectionOptions(
                    address,
                    tokens,
                    trustedCertificates,
                    certificateChain,
                    privateKey,
                    Map.copyOf(headers),
                    connectTimeout,
                    callTimeout,
                    queryTimeout,
                    maxMessageBytes,
                    readAheadBytes,
                    pingAfter,
                    pingTimeout,
                    userAgent);
        }

        private static Path readable(String option, Path file) {
            if (!Files.isReadable(file)) {
                throw new AmpException(ClientError.BAD_OPTION, "'" + option + "': " + file + " cannot be read");
            }
            return file;
        }

        private static Duration positive(String option, Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new AmpException(ClientError.BAD_OPTION, "'" + option + "' has to be more than zero");
            }
            return value;
        }

        private static long positive(String option, long value) {
            if (value <= 0) {
                throw new AmpException(ClientError.BAD_OPTION, "'" + option + "' has to be more than zero");
            }
            return value;
        }
    }
}
