package io.amp4j.devnet.internal.wire;

import io.amp4j.devnet.Faults;
import io.amp4j.devnet.internal.sql.Planner;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.arrow.memory.BufferAllocator;

/** The listening server: gRPC on 127.0.0.1, a thread for each running query. */
public final class AmpServer implements AutoCloseable {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int STOP_SECONDS = 10;

    /**
     * Reports each client that leaves amid an answer, with a stack trace; for a server to develop against that is everyday. Held here, since the level
     * goes with the logger.
     */
    private static final Logger TRANSPORT = Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty");

    static {
        TRANSPORT.setLevel(Level.SEVERE);
    }

    private final Connections connections = new Connections();
    private final FaultPlan faults = new FaultPlan(connections);
    private final EventLoopGroup acceptors = loops(1, "amp-devnet-accept");
    private final EventLoopGroup workers = loops(2, "amp-devnet-io");
    private final ExecutorService threads = Executors.newCachedThreadPool(daemons("amp-devnet-query"));
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(daemons("amp-devnet-keep-alive"));
    private final FlightService service;
    private Server server;

    /**
     * Starts a server.
     *
     * @param port the port, or 0 for a free one
     * @param planner understands the queries
     * @param options how the server talks
     * @param allocator where rows are kept; must outlive the server
     * @param wake makes waiting streams look whether they are still wanted
     * @throws IOException if the port cannot be had
     */
    public AmpServer(int port, Planner planner, Options options, BufferAllocator allocator, Runnable wake)
            throws IOException {
        KeepAlive keepAlive = new KeepAlive(timer, options.keepAlive());
        service = new FlightService(planner, options, faults, connections, threads, keepAlive, allocator, wake);
        try {
            server = listen(port);
        } catch (IOException e) {
            release();
            throw e;
        }
    }

    private static EventLoopGroup loops(int count, String name) {
        return new MultiThreadIoEventLoopGroup(count, daemons(name), NioIoHandler.newFactory());
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Clients may ping as often as they like, as they may at a real server. */
    private Server listen(int port) throws IOException {
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port))
                .channelFactory(connections::listener)
                .bossEventLoopGroup(acceptors)
                .workerEventLoopGroup(workers)
                .directExecutor()
                .permitKeepAliveTime(1, TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(service.definition())
                .build()
                .start();
    }

    /** {@return the port that clients connect to} */
    public synchronized int port() {
        return server.getPort();
    }

    /** {@return what the server does wrong on purpose} */
    public Faults faults() {
        return faults;
    }

    /**
     * Stops, and listens again on the same port.
     *
     * @throws IOException if the port cannot be had any more
     */
    public synchronized void restart() throws IOException {
        int port = server.getPort();
        stop();
        server = listen(port);
    }

    private void stop() {
        server.shutdownNow();
        try {
            if (!server.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the server did not stop within " + STOP_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        stop();
        release();
    }

    /** Running queries are over before this returns: their memory is given back. */
    private void release() {
        timer.shutdownNow();
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a query did not stop within " + STOP_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (EventLoopGroup group : List.of(workers, acceptors)) {
            Future<?> over = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            over.awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
        }
    }
}
