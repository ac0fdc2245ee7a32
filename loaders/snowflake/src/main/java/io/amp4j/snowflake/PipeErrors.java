package io.amp4j.snowflake;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.io.IOException;
import java.util.Map;

/**
 * What a failure of Snowpipe Streaming means: by its own code first, then by the HTTP status. The codes are those of "Error handling in Snowpipe
 * Streaming high-performance architecture" and of the REST reference of Snowflake's documentation.
 */
final class PipeErrors {
    private static final Map<String, LoadError> CODES = Map.of(
            "ERR_PIPE_DOES_NOT_EXIST_OR_NOT_AUTHORIZED", LoadError.CONFIG_INVALID,
            "ERR_TABLE_DOES_NOT_EXIST_NOT_AUTHORIZED", LoadError.TABLE_MISSING);

    private static final Map<LoadError, String> ADVICE = Map.of(
            LoadError.DESTINATION_UNAUTHENTICATED,
            ". Check user, key or token, and whether the role may stream",
            LoadError.CONFIG_INVALID,
            ". Grant the role OPERATE on the pipe and INSERT on the table, or use method=stage",
            LoadError.VALUE_REFUSED,
            ". A row must fit into a request of 4 MB; use method=stage for larger ones");

    private PipeErrors() {}

    /** What an answer that is no success means. */
    static AmpException answered(String request, int status, String code, String message) {
        LoadError error = error(status, code);
        return new AmpException(
                error,
                "Snowpipe Streaming [" + status + (code.isEmpty() ? "" : " " + code) + "] " + request
                        + (message.isEmpty() ? "" : ": " + message) + ADVICE.getOrDefault(error, ""));
    }

    private static LoadError error(int status, String code) {
        LoadError exact = CODES.get(code);
        if (exact != null) {
            return exact;
        } else if (mustReopen(code)) {
            return LoadError.DESTINATION_UNAVAILABLE;
        }
        return switch (status) {
            case 401, 403 -> LoadError.DESTINATION_UNAUTHENTICATED;
            case 404 -> LoadError.CONFIG_INVALID;
            case 408, 409, 429 -> LoadError.DESTINATION_UNAVAILABLE;
            case 413 -> LoadError.VALUE_REFUSED;
            default -> status >= 500 ? LoadError.DESTINATION_UNAVAILABLE : LoadError.DESTINATION_FAILED;
        };
    }

    /** Whether a channel is lost to whoever has it, and can be opened again. */
    private static boolean mustReopen(String code) {
        return code.startsWith("STALE_") || code.startsWith("ERR_CHANNEL_");
    }

    /** What a channel's own status means, once it is one of failure. */
    static AmpException channel(ChannelStatus status, String channel) {
        LoadError error = CODES.getOrDefault(status.code(), LoadError.DESTINATION_UNAVAILABLE);
        return new AmpException(
                error,
                "channel " + channel + " of Snowpipe Streaming ended with " + status.code()
                        + (status.lastError().isEmpty() ? "" : ": " + status.lastError())
                        + ADVICE.getOrDefault(error, ""));
    }

    /** The server cannot be reached, or went away. */
    static AmpException unreachable(String host, IOException e) {
        return new AmpException(
                LoadError.DESTINATION_UNAVAILABLE,
                "Snowpipe Streaming at " + host + " does not answer: " + (e.getMessage() == null ? e : e.getMessage()),
                e);
    }

    /** The server says what its documentation does not. */
    static AmpException unreadable(String request, Exception e) {
        return new AmpException(
                LoadError.DESTINATION_FAILED,
                "Snowpipe Streaming's answer to " + request + " is not the documented one: " + e.getMessage(),
                e);
    }
}
