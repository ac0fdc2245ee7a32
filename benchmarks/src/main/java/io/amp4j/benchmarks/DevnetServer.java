package io.amp4j.benchmarks;

import io.amp4j.devnet.Devnet;
import java.io.IOException;

/** A devnet whose chain stands still, in a process of its own. */
final class DevnetServer {
    private DevnetServer() {}

    /**
     * Serves until the standard input ends; the URL is the first line of the output.
     *
     * @param args how many blocks the chain has
     * @throws IOException if the input cannot be read
     */
    public static void main(String[] args) throws IOException {
        try (Devnet devnet =
                Devnet.builder().port(0).blocks(Long.parseLong(args[0])).start()) {
            System.out.println(devnet.url());
            while (System.in.read() >= 0) {
                // Whoever started this process holds its input open.
            }
        }
    }
}
