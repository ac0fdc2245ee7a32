package io.amp4j.benchmarks;

import io.amp4j.benchmarks.Drain.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A result drained over loopback by amp4j's client, and by Arrow's own, in turns, from one server. All three are processes of their own,
 * so that each client has the jars, the flags and the memory manager that it comes with, and its CPU is its own.
 */
final class ClientBenchmark implements Benchmark {
    private static final int WARM_UP = 8;
    private static final long ROWS = 2L << 20;
    private static final List<Integer> ROWS_PER_BATCH = List.of(8_192, 65_536);
    private static final double WANTED_SPEED = 1;
    private static final double WANTED_CPU = 0.75;
    private static final List<String> HEAP = List.of("-Xmx1g");
    private static final List<String> ARROWS_OPTIONS =
            List.of("-Xmx1g", "-Dsun.misc.unsafe.memory.access=allow", "--add-opens=java.base/java.nio=ALL-UNNAMED");

    /** The samples of both, a pair for each round. */
    private record Rivals(List<Sample> ours, List<Sample> theirs) {}

    @Override
    public String run(List<String> arguments) throws Exception {
        int rounds = Benchmark.rounds(arguments);
        if (rounds < Rounds.FEWEST) {
            throw new IllegalArgumentException("fewer than " + Rounds.FEWEST + " rounds say nothing");
        }
        try (ChildJvm server = server()) {
            String port = server.receive();
            try (ChildJvm ours = new ChildJvm(AmpDrain.class, HEAP, ClientBenchmark::isOurs, port);
                    ChildJvm theirs =
                            new ChildJvm(FlightDrain.class, ARROWS_OPTIONS, ClientBenchmark::isTheirs, port)) {
                StringBuilder tables = new StringBuilder();
                for (int rowsPerBatch : ROWS_PER_BATCH) {
                    String query = "rows=" + rowsPerBatch + " batches=" + ROWS / rowsPerBatch;
                    tables.append(table(rowsPerBatch, turns(ours, theirs, query, rounds)));
                }
                return tables.toString();
            }
        }
    }

    static ChildJvm server() throws IOException {
        List<String> options = List.of("-Xmx512m", "-Dsun.misc.unsafe.memory.access=allow");
        return new ChildJvm(ReplayServer.class, options, ClientBenchmark::isOurs);
    }

    private static boolean isOurs(String jar) {
        return !jar.startsWith("flight-core")
                && !jar.startsWith("arrow-memory-netty")
                && !jar.startsWith("grpc-netty-1");
    }

    private static boolean isTheirs(String jar) {
        return !jar.startsWith("amp4j")
                && !jar.startsWith("arrow-memory-unsafe")
                && !jar.startsWith("grpc-netty-shaded");
    }

    private static Rivals turns(ChildJvm ours, ChildJvm theirs, String query, int rounds) throws IOException {
        Rivals rivals = new Rivals(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < WARM_UP + rounds; i++) {
            // Another one begins each time, so that none always runs behind the same.
            if (i % 2 == 0) {
                rivals.ours().add(drain(ours, query));
                rivals.theirs().add(drain(theirs, query));
            } else {
                rivals.theirs().add(drain(theirs, query));
                rivals.ours().add(drain(ours, query));
            }
        }
        rivals.ours().subList(0, WARM_UP).clear();
        rivals.theirs().subList(0, WARM_UP).clear();
        return rivals;
    }

    private static Sample drain(ChildJvm client, String query) throws IOException {
        client.send(query);
        Sample sample = Sample.receive(client);
        if (sample.drained().rows() != ROWS) {
            throw new IOException(sample.drained().rows() + " rows came instead of " + ROWS);
        }
        return sample;
    }

    private static String table(int rowsPerBatch, Rivals rivals) {
        List<Sample> ours = rivals.ours();
        double bytes = ours.get(0).drained().bytes();
        return String.format(
                        Locale.ROOT,
                        "%,d rows of %.0f bytes, %,d rows a batch, %d rounds%n%n",
                        ROWS,
                        bytes / ROWS,
                        rowsPerBatch,
                        ours.size())
                + "| | amp4j | FlightStream | amp4j / FlightStream | wanted | |\n|---|---|---|---|---|---|\n"
                + line("Mrows/s", rivals, s -> s.rowsPerSecond() / 1e6, WANTED_SPEED)
                + line("GB/s", rivals, Sample::gigabytesPerSecond, 0)
                + line("client CPU, ns a row", rivals, Sample::cpuNanosPerRow, -WANTED_CPU)
                + line("heap allocated, bytes a row", rivals, Sample::heapBytesPerRow, 0)
                + "\n";
    }

    /** Medians of all rounds; the ratio is the median of each round's own. */
    private static String line(String name, Rivals rivals, ToDoubleFunction<Sample> figure, double wanted) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < rivals.ours().size(); i++) {
            double ours = figure.applyAsDouble(rivals.ours().get(i));
            ratios.add(ours / figure.applyAsDouble(rivals.theirs().get(i)));
        }
        List<Double> sorted = ratios.stream().sorted().toList();
        double ratio = Rounds.median(ratios);
        return String.format(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %.2f (%.2f–%.2f) %s%n",
                name,
                median(rivals.ours(), figure),
                median(rivals.theirs(), figure),
                ratio,
                sorted.get(0),
                sorted.get(sorted.size() - 1),
                verdict(ratio, wanted));
    }

    /** What is wanted is at least so much; if negative, at most; if zero, nothing. */
    private static String verdict(double ratio, double wanted) {
        if (wanted == 0) {
            return "| | |";
        }
        boolean reached = wanted > 0 ? ratio >= wanted : ratio <= -wanted;
        return String.format(
                Locale.ROOT,
                "| %s %.2f | %s |",
                wanted > 0 ? "at least" : "at most",
                Math.abs(wanted),
                reached ? "reached" : "missed");
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
        return Rounds.median(samples.stream().map(figure::applyAsDouble).toList());
    }
}
