package io.amp4j.devnet.internal.wire;

import io.amp4j.devnet.Recording;
import io.amp4j.devnet.internal.chain.Blocks;
import io.amp4j.devnet.internal.sql.Plan;
import io.amp4j.devnet.internal.sql.Planner;
import io.amp4j.devnet.internal.sql.Planner.Mode;
import io.amp4j.devnet.internal.sql.Refusal;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the server answers to the two calls of a query. */
final class FlightService {
    private static final Logger LOG = LoggerFactory.getLogger(FlightService.class);
    private static final Metadata.Key<String> AUTHORIZATION = key("authorization");
    private static final String BEARER = "Bearer ";
    private static final Metadata.Key<String> STREAM = key("amp-stream");
    private static final Metadata.Key<String> RESUME = key("amp-resume");

    private final Planner planner;
    private final Options options;
    private final FaultPlan faults;
    private final Connections connections;
    private final Executor threads;
    private final KeepAlive keepAlive;
    private final BufferAllocator allocator;
    private final Runnable wake;

    FlightService(
            Planner planner,
            Options options,
            FaultPlan faults,
            Connections connections,
            Executor threads,
            KeepAlive keepAlive,
            BufferAllocator allocator,
            Runnable wake) {
        this.planner = planner;
        this.options = options;
        this.faults = faults;
        this.connections = connections;
        this.threads = threads;
        this.keepAlive = keepAlive;
        this.allocator = allocator;
        this.wake = wake;
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    ServerServiceDefinition definition() {
        return ServerServiceDefinition.builder(FlightMethods.SERVICE)
                .addMethod(FlightMethods.GET_FLIGHT_INFO, (call, headers) -> listen(call, headers, this::info))
                .addMethod(FlightMethods.DO_GET, (call, headers) -> listen(call, headers, this::get))
                .build();
    }

    /** Answers a call whose request has come. */
    private interface Answer {
        void give(byte[] request, Metadata headers, Outlet outlet)
                throws FlightMessages.MalformedException, IOException, InterruptedException;
    }

    private CallListener listen(ServerCall<byte[], Outgoing> call, Metadata headers, Answer answer) {
        Outlet outlet = new Outlet(call, faults, connections);
        call.request(1);
        return new CallListener(outlet, wake, request -> threads.execute(() -> run(request, headers, outlet, answer)));
    }

    private void run(byte[] request, Metadata headers, Outlet outlet, Answer answer) {
        try {
            Optional<Status> failure = faults.beforeCall();
            if (failure.isPresent()) {
                outlet.close(failure.get());
            } else if (!isAuthorized(headers)) {
                outlet.close(Status.UNAUTHENTICATED.withDescription("Missing or invalid bearer token"));
            } else {
                answer.give(request, headers, outlet);
                outlet.close(Status.OK);
            }
        } catch (Refusal | FlightMessages.MalformedException e) {
            outlet.close(Status.INVALID_ARGUMENT.withDescription(e.getMessage()));
        } catch (CutException | CancellationException e) {
            LOG.debug("a call ended before its answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outlet.close(Status.UNAVAILABLE.withDescription("the server is shutting down"));
        } catch (IOException | RuntimeException e) {
            LOG.warn("a query failed", e);
            outlet.close(Status.INTERNAL.withDescription(String.valueOf(e.getMessage())));
        }
    }

    private boolean isAuthorized(Metadata headers) {
        return options.allows()
                .test(Optional.ofNullable(headers.get(AUTHORIZATION))
                        .filter(given -> given.startsWith(BEARER))
                        .map(given -> given.substring(BEARER.length())));
    }

    private void info(byte[] descriptor, Metadata headers, Outlet outlet)
            throws FlightMessages.MalformedException, IOException {
        String sql = FlightMessages.query(descriptor);
        Recording recording = options.replays().get(sql);
        if (recording != null) {
            byte[] ticket = new Ticket(sql, Mode.BATCH, null).bytes();
            outlet.send(Outgoing.of(FlightMessages.withTicket(recording.info(), ticket)));
            return;
        }
        Mode mode = mode(headers.get(STREAM), sql);
        Plan plan = planner.plan(sql, mode);
        String resume = mode == Mode.STREAM ? headers.get(RESUME) : null;
        if (mode == Mode.STREAM) {
            position(resume, network(plan));
        }
        byte[] ticket = new Ticket(sql, mode, resume).bytes();
        outlet.send(
                Outgoing.of(FlightMessages.info(BatchEncoder.wireSchema(plan.schema(), options), descriptor, ticket)));
    }

    private Mode mode(@Nullable String header, String sql) {
        String asked = header == null ? "" : header.trim().toLowerCase(Locale.ROOT);
        return switch (asked) {
            case "true", "1" -> Mode.STREAM;
            case "false", "0" -> Mode.BATCH;
            default -> planner.modeOf(sql);
        };
    }

    private static String network(Plan plan) {
        Blocks blocks = plan.datasets().iterator().next().blocks();
        return blocks.snapshot().network();
    }

    /** The cursor's block on a network; empty without a header, or with one that cannot be read. */
    private static Optional<Resume.Position> position(@Nullable String header, String network) {
        Optional<Map<String, Resume.Position>> cursor =
                Optional.ofNullable(header).flatMap(Resume::parse);
        if (cursor.isPresent() && !cursor.get().containsKey(network)) {
            throw new Refusal("resume cursor has no entry for network '" + network + "'; it has: "
                    + String.join(", ", cursor.get().keySet()));
        }
        return cursor.map(positions -> positions.get(network));
    }

    private void get(byte[] request, Metadata headers, Outlet outlet)
            throws FlightMessages.MalformedException, InterruptedException {
        Ticket ticket = Ticket.of(request);
        Recording recording = options.replays().get(ticket.sql());
        if (recording != null) {
            recording.messages().forEach(message -> outlet.send(Outgoing.of(message)));
            return;
        }
        Plan plan = planner.plan(ticket.sql(), ticket.mode());
        try (BufferAllocator memory = allocator.newChildAllocator("query", 0, Long.MAX_VALUE)) {
            QueryRun run = new QueryRun(plan, options, outlet, keepAlive, memory);
            if (ticket.mode() == Mode.STREAM) {
                run.stream(position(ticket.resume(), network(plan)));
            } else {
                run.batch();
            }
        }
    }
}
