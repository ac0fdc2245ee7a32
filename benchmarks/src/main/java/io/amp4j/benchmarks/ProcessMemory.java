package io.amp4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux says of this process.
 *
 * @param resident bytes in memory now
 * @param peak the most there ever were
 */
record ProcessMemory(long resident, long peak) {
    static ProcessMemory now() throws IOException {
        return new ProcessMemory(bytes("VmRSS:"), bytes("VmHWM:"));
    }

    private static long bytes(String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith(name)) {
                String kilobytes = line.substring(name.length()).replace("kB", "");
                return Long.parseLong(kilobytes.strip()) << 10;
            }
        }
        throw new IOException("/proc/self/status has no " + name);
    }
}
