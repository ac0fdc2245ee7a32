package io.amp4j.devnet.internal.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Errors that the next calls are answered with. */
public final class HttpFaults {
    private record Fault(String pathPrefix, Reply reply) {}

    private final Deque<Fault> faults = new ArrayDeque<>();

    /**
     * Answers the next calls with an error.
     *
     * @param calls how many
     * @param pathPrefix only calls whose path begins so
     * @param status the HTTP status
     * @param code the error's code
     */
    public synchronized void failNext(int calls, String pathPrefix, int status, String code) {
        for (int i = 0; i < calls; i++) {
            faults.add(new Fault(pathPrefix, Reply.error(status, code, "as a test asked for")));
        }
    }

    synchronized Optional<Reply> next(String path) {
        Fault fault = faults.peek();
        if (fault == null || !path.startsWith(fault.pathPrefix())) {
            return Optional.empty();
        }
        return Optional.of(faults.remove().reply());
    }
}
