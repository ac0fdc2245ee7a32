package io.amp4j.client.internal.wire;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import io.grpc.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** From a gRPC status to our codes, by the status and never by its words; the server's words are kept in full. */
final class StatusErrors {
    private StatusErrors() {}

    static AmpException of(Status status, ServerAddress server) {
        return switch (status.getCode()) {
            case UNAUTHENTICATED ->
                error(ClientError.UNAUTHENTICATED, "the server does not accept the token, or wants one", status);
            case PERMISSION_DENIED -> error(ClientError.PERMISSION_DENIED, "the token does not allow this", status);
            case INVALID_ARGUMENT, OUT_OF_RANGE ->
                error(ClientError.INVALID_QUERY, "the server refuses the query", status);
            case FAILED_PRECONDITION, ALREADY_EXISTS ->
                error(ClientError.INVALID_QUERY, "the server cannot run the query as things are", status);
            case NOT_FOUND -> error(ClientError.NOT_FOUND, "the server does not know what the query names", status);
            case UNIMPLEMENTED ->
                error(
                        ClientError.UNIMPLEMENTED,
                        server + " does not implement this; if it is no Amp server, check the address",
                        status);
            case UNAVAILABLE -> unreachable(status, server);
            case DEADLINE_EXCEEDED ->
                error(ClientError.DEADLINE, "the server did not answer in the time that was allowed", status);
            case ABORTED, CANCELLED -> error(ClientError.ABORTED, "the server gave the query up", status);
            case RESOURCE_EXHAUSTED ->
                error(ClientError.RESOURCE_EXHAUSTED, "the server has too much to do, or a quota is used up", status);
            case DATA_LOSS -> error(ClientError.DATA_LOSS, "the server lost data", status);
            case INTERNAL, UNKNOWN, OK -> error(ClientError.SERVER_FAILED, "the server failed", status);
        };
    }

    /** As {@link #of}, for a server that has not yet shown to be one. */
    static AmpException ofPlan(Status status, ServerAddress server) {
        if (hasCause(status.getCause(), "Http2Exception")) {
            return error(
                    ClientError.NOT_AMP_SERVER,
                    server + " answers, but not in HTTP/2: check the port, and whether it wants TLS",
                    status);
        }
        return of(status, server);
    }

    private static AmpException unreachable(Status status, ServerAddress server) {
        if (causedByTls(status.getCause())) {
            // What stands around the root is the transport's own inside.
            return new AmpException(
                    ClientError.TLS,
                    "no TLS connection to " + server
                            + ": check the certificates, and whether the server speaks TLS: "
                            + root(status.getCause()).getMessage(),
                    status.asRuntimeException());
        }
        return error(ClientError.UNAVAILABLE, server + " cannot be reached, or the connection broke", status);
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static boolean causedByTls(@Nullable Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof SSLException) {
                return true;
            }
        }
        return false;
    }

    /** The shaded transport's own exceptions cannot be named in code. */
    private static boolean hasCause(@Nullable Throwable cause, String simpleName) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t.getClass().getSimpleName().equals(simpleName)) {
                return true;
            }
        }
        return false;
    }

    private static AmpException error(ClientError code, String what, Status status) {
        StringBuilder message = new StringBuilder(what);
        if (status.getDescription() != null) {
            message.append(": ").append(status.getDescription());
        }
        for (Throwable t = status.getCause(); t != null; t = t.getCause()) {
            // gRPC's causes repeat each other.
            if (t.getMessage() != null && message.indexOf(t.getMessage()) < 0) {
                message.append(" (").append(t.getMessage()).append(')');
            }
        }
        return new AmpException(code, message.toString(), status.asRuntimeException());
    }

    static AmpException tooLarge(int maxBytes, Status status) {
        return error(
                ClientError.MESSAGE_TOO_LARGE,
                "the server sent a message of more than " + maxBytes + " bytes; raise maxMessageBytes",
                status);
    }

    static AmpException outOfMemory(Throwable cause) {
        return new AmpException(
                ClientError.OUT_OF_MEMORY,
                "no memory for the next batch; close results sooner, lower readAheadBytes, or raise memoryLimit",
                cause);
    }

    static AmpException cancelled(@Nullable Throwable cause) {
        return new AmpException(ClientError.CANCELLED, "the query was cancelled", cause);
    }
}
