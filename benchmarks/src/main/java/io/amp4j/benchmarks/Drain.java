package io.amp4j.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A client that reads a whole result, in a process that holds nothing else. */
@FunctionalInterface
interface Drain {
    Drained run(String query) throws Exception;

    /** Runs the queries that come as lines, and answers each with what it took, until there are no more. */
    static void serve(Drain drain) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String query = in.readLine(); query != null; query = in.readLine()) {
            Usage before = Usage.now();
            Drained drained = drain.run(query);
            System.out.println(new Sample(drained, Usage.now().since(before)).toLine());
        }
    }

    /** What one drain took. */
    record Sample(Drained drained, Usage usage) {
        static Sample receive(ChildJvm from) throws IOException {
            String[] parts = from.receive().split(" ", -1);
            long[] numbers = new long[parts.length];
            for (int i = 0; i < parts.length; i++) {
                numbers[i] = Long.parseLong(parts[i]);
            }
            return new Sample(new Drained(numbers[0], numbers[1]), new Usage(numbers[2], numbers[3], numbers[4]));
        }

        String toLine() {
            return drained.rows() + " " + drained.bytes() + " " + usage.nanos() + " " + usage.cpuNanos() + " "
                    + usage.heapBytes();
        }

        double rowsPerSecond() {
            return drained.rows() / usage.seconds();
        }

        double gigabytesPerSecond() {
            return drained.bytes() / usage.seconds() / 1e9;
        }

        double cpuNanosPerRow() {
            return usage.cpuNanos() / (double) drained.rows();
        }

        double heapBytesPerRow() {
            return usage.heapBytes() / (double) drained.rows();
        }
    }
}
