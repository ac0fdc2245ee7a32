package io.amp4j.client.internal.wire;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import io.amp4j.client.memory.BufferPool;
import io.grpc.CallOptions;
import io.grpc.ChannelCredentials;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way to one server: a channel that is replaced when it failed. Thread-safe. */
public final class Connection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int MAX_PLAN_BYTES = 64 << 20;
    /** A server's error message rides in a header; DataFusion's can be long. */
    private static final int MAX_HEADER_BYTES = 1 << 20;

    /**
     * What a server may send before it hears back. gRPC would begin with half a batch and find out by pings that more is better, which
     * takes its time, and on a busy machine fails; this is where it would end.
     */
    private static final int WINDOW_BYTES = 8 << 20;

    private final ConnectionOptions options;
    private final BufferAllocator allocator;
    private ManagedChannel channel;
    private boolean closed;

    /**
     * A connection that is made with the first call.
     *
     * @param options how to connect
     * @param allocator where the bodies of messages go
     */
    public Connection(ConnectionOptions options, BufferAllocator allocator) {
        this.options = options;
        this.allocator = allocator;
        this.channel = newChannel();
    }

    /**
     * How this connection was asked for.
     *
     * @return the options
     */
    public ConnectionOptions options() {
        return options;
    }

    /**
     * Asks the server to plan a query, and waits.
     *
     * @param sql the query
     * @param headers the headers of this call
     * @return the plan
     */
    public FlightPlan plan(String sql, Map<String, String> headers) {
        String token = options.tokens().token();
        try {
            return plan(sql, headers, token);
        } catch (AmpException e) {
            String renewed = e.code() == ClientError.UNAUTHENTICATED ? renewed(token) : null;
            if (renewed == null) {
                throw e;
            }
            return plan(sql, headers, renewed);
        }
    }

    private @Nullable String renewed(@Nullable String refused) {
        return refused == null ? null : options.tokens().renewed(refused);
    }

    private FlightPlan plan(String sql, Map<String, String> headers, @Nullable String token) {
        ManagedChannel current = channel();
        CallOptions callOptions = CallOptions.DEFAULT
                .withDeadlineAfter(options.callTimeout().toNanos(), TimeUnit.NANOSECONDS)
                .withMaxInboundMessageSize(MAX_PLAN_BYTES);
        PlanCall call = new PlanCall(current.newCall(FlightMethods.GET_FLIGHT_INFO, callOptions), this);
        call.start(FlightPlan.descriptor(sql), metadata(token, headers));
        return call.await(options.connectTimeout(), () -> current.getState(false) == ConnectivityState.READY);
    }

    /**
     * Begins to read a plan's result.
     *
     * @param plan the plan
     * @param headers the headers of this call
     * @param timeout how long the whole result may take, or null
     * @return the frames; the caller closes them
     */
    public FrameQueue read(FlightPlan plan, Map<String, String> headers, @Nullable Duration timeout) {
        TrailerWatch trailers = new TrailerWatch();
        CallOptions callOptions = CallOptions.DEFAULT.withStreamTracerFactory(trailers);
        if (timeout != null) {
            callOptions = callOptions.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS);
        }
        BufferPool bodies = new BufferPool(options.readAheadBytes());
        ClientCall<byte[], FlightFrame> call =
                channel().newCall(FlightMethods.doGet(allocator, bodies, options.maxMessageBytes()), callOptions);
        String token = options.tokens().token();
        FrameQueue queue = new FrameQueue(
                call,
                options.readAheadBytes(),
                bodies,
                status -> readError(status, trailers),
                () -> renewed(token) != null);
        queue.start(plan.ticketMessage(), metadata(token, headers));
        return queue;
    }

    private AmpException readError(Status status, TrailerWatch trailers) {
        if (isClosed()) {
            return StatusErrors.cancelled(status.asRuntimeException());
        }
        // Only the receiving side cuts a message that is too large; a server's own refusal comes in trailers.
        if (status.getCode() == Status.Code.RESOURCE_EXHAUSTED && !trailers.seen()) {
            return StatusErrors.tooLarge(options.maxMessageBytes(), status);
        }
        return StatusErrors.of(status, options.server());
    }

    AmpException planError(Status status) {
        return isClosed()
                ? StatusErrors.cancelled(status.asRuntimeException())
                : StatusErrors.ofPlan(status, options.server());
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private Metadata metadata(@Nullable String token, Map<String, String> headers) {
        return CallHeaders.of(token, options.headers(), headers);
    }

    /**
     * A channel that failed waits longer and longer before it tries again, and fails calls at once meanwhile. Whoever asks anew
     * wants a new try.
     */
    private synchronized ManagedChannel channel() {
        if (closed) {
            throw new AmpException(ClientError.CANCELLED, "the client is closed");
        }
        if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            LOG.debug("a new connection to {}", options.server());
            channel.shutdown();
            channel = newChannel();
        }
        return channel;
    }

    private ManagedChannel newChannel() {
        ServerAddress server = options.server();
        try {
            return NettyChannelBuilder.forAddress(server.host(), server.port(), credentials())
                    .flowControlWindow(WINDOW_BYTES)
                    // Callbacks only copy and queue: a thread switch per message would cost more than they do.
                    .directExecutor()
                    .disableRetry()
                    .disableServiceConfigLookUp()
                    .userAgent(options.userAgent())
                    .maxInboundMessageSize(options.maxMessageBytes())
                    .maxInboundMetadataSize(MAX_HEADER_BYTES)
                    .keepAliveTime(options.pingAfter().toNanos(), TimeUnit.NANOSECONDS)
                    .keepAliveTimeout(options.pingTimeout().toNanos(), TimeUnit.NANOSECONDS)
                    .build();
        } catch (IllegalArgumentException e) {
            throw badCertificates(e);
        }
    }

    private ChannelCredentials credentials() {
        if (!options.server().tls()) {
            return InsecureChannelCredentials.create();
        }
        TlsChannelCredentials.Builder tls = TlsChannelCredentials.newBuilder();
        Path trusted = options.trustedCertificates();
        Path chain = options.certificateChain();
        Path key = options.privateKey();
        try {
            if (trusted != null) {
                requireCertificates(trusted);
                tls.trustManager(trusted.toFile());
            }
            if (chain != null && key != null) {
                requireCertificates(chain);
                tls.keyManager(chain.toFile(), key.toFile());
            }
            return tls.build();
        } catch (IOException | CertificateException e) {
            throw badCertificates(e);
        }
    }

    /** A file without certificates would be taken for a wish to trust nobody. */
    private static void requireCertificates(Path pem) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(pem)) {
            if (CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
                throw new CertificateException("there is no certificate in " + pem);
            }
        }
    }

    private AmpException badCertificates(Exception cause) {
        return new AmpException(
                ClientError.BAD_OPTION,
                "the certificates for " + options.server()
                        + " cannot be read; they must be PEM files, the key in PKCS#8",
                cause);
    }

    /** Cancels what still runs. */
    @Override
    public void close() {
        ManagedChannel last;
        synchronized (this) {
            closed = true;
            last = channel;
        }
        last.shutdownNow();
        awaitTermination(last);
    }

    private void awaitTermination(ManagedChannel last) {
        try {
            if (!last.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("the connection to {} does not end", options.server());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
