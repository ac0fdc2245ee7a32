package io.amp4j.client.admin;

import java.util.Locale;

/**
 * Where a job stands.
 *
 * @param text as the server wrote it; it survives where this client does not know it
 */
public record JobStatus(String text) {
    /** The statuses that this client knows. */
    public enum State {
        /** Waits for its worker. */
        SCHEDULED,
        /** Runs. */
        RUNNING,
        /** Is to be stopped; its worker does not know yet. */
        STOP_REQUESTED,
        /** Its worker ends it. */
        STOPPING,
        /** Was stopped. */
        STOPPED,
        /** Has done what it was asked for. */
        COMPLETED,
        /** Gave up over an error. */
        FAILED,
        /** A status that is newer than this client. */
        UNKNOWN
    }

    /**
     * The status, whichever way a server writes it: {@code StopRequested}, {@code stop_requested}.
     *
     * @return the state
     */
    public State state() {
        return switch (text.replaceAll("[_ -]", "").toUpperCase(Locale.ROOT)) {
            case "SCHEDULED" -> State.SCHEDULED;
            case "RUNNING" -> State.RUNNING;
            case "STOPREQUESTED" -> State.STOP_REQUESTED;
            case "STOPPING" -> State.STOPPING;
            case "STOPPED" -> State.STOPPED;
            case "COMPLETED" -> State.COMPLETED;
            case "FAILED", "ERROR", "FATAL" -> State.FAILED;
            default -> State.UNKNOWN;
        };
    }

    /**
     * Whether the job has ended, in whichever way.
     *
     * @return true if it can be deleted
     */
    public boolean isTerminal() {
        return switch (state()) {
            case STOPPED, COMPLETED, FAILED -> true;
            default -> false;
        };
    }

    /** As the server wrote it. */
    @Override
    public String toString() {
        return text;
    }
}
