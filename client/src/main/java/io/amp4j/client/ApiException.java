package io.amp4j.client;

import java.io.Serial;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A refusal by a service that speaks JSON over HTTP: the Admin API, the registry, the auth platform. */
public final class ApiException extends AmpException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    /**
     * What the service said.
     *
     * @param status the HTTP status
     * @param serverCode the code in the answer, such as {@code DATASET_NOT_FOUND}, or null
     * @param requestId the id to quote to the service's operators, or null
     * @param retryAfter how long the service wants to be left alone, or null
     */
    public record Refusal(
            int status,
            @Nullable String serverCode,
            @Nullable String requestId,
            @Nullable Duration retryAfter) {}

    /**
     * A refusal.
     *
     * @param code the stable code
     * @param message what happened and what to do, without the code
     * @param refusal what the service said
     */
    public ApiException(ErrorCode code, String message, Refusal refusal) {
        super(code, message);
        this.refusal = refusal;
    }

    /**
     * The HTTP status.
     *
     * @return such as 404
     */
    public int status() {
        return refusal.status();
    }

    /**
     * The service's own code, also where this client does not know it.
     *
     * @return such as {@code DATASET_NOT_FOUND}; empty if the answer had none
     */
    public Optional<String> serverCode() {
        return Optional.ofNullable(refusal.serverCode());
    }

    /**
     * The id of the request, where the service gives one.
     *
     * @return the id to quote to the service's operators
     */
    public Optional<String> requestId() {
        return Optional.ofNullable(refusal.requestId());
    }

    /**
     * How long the service wants to be left alone, where it says so.
     *
     * @return zero or more
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(refusal.retryAfter());
    }
}
