package io.amp4j.benchmarks;

import java.nio.charset.StandardCharsets;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Drains with Arrow's client, every option but the largest message at its default. */
@SuppressWarnings("try") // Arrow's clients may be interrupted when they are closed; nobody interrupts these.
final class FlightDrain {
    private FlightDrain() {}

    /**
     * Serves queries.
     *
     * @param args the server's port
     * @throws Exception if one fails
     */
    public static void main(String[] args) throws Exception {
        Location location = Location.forGrpcInsecure("localhost", Integer.parseInt(args[0]));
        try (BufferAllocator allocator = new RootAllocator();
                FlightClient client = FlightClient.builder(allocator, location)
                        .maxInboundMessageSize(Integer.MAX_VALUE)
                        .build()) {
            Drain.serve(query -> drain(client, query));
        }
    }

    private static Drained drain(FlightClient client, String query) throws Exception {
        FlightDescriptor descriptor = FlightDescriptor.command(query.getBytes(StandardCharsets.UTF_8));
        Ticket ticket = client.getInfo(descriptor).getEndpoints().get(0).getTicket();
        Drained drained = Drained.NOTHING;
        try (FlightStream stream = client.getStream(ticket)) {
            VectorSchemaRoot root = stream.getRoot();
            while (stream.next()) {
                drained = drained.plus(root);
            }
        }
        return drained;
    }
}
