package io.amp4j.client;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The one exception family of amp4j: unchecked, with a stable {@link ErrorCode}.
 *
 * <p>The message says what happened and what to do about it, and never holds a secret.
 */
public class AmpException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient ErrorCode code;
    private final String detail;

    /**
     * An error without a cause of its own.
     *
     * @param code the stable code
     * @param message what happened and what to do, without the code
     */
    public AmpException(ErrorCode code, String message) {
        this(code, message, null);
    }

    /**
     * An error that another exception led to.
     *
     * @param code the stable code
     * @param message what happened and what to do, without the code
     * @param cause the exception behind it, or null
     */
    public AmpException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(code.id() + ": " + message, cause);
        this.code = code;
        this.detail = message;
    }

    /**
     * The stable code.
     *
     * @return the code, never null on an exception that was not deserialised
     */
    public final ErrorCode code() {
        return code;
    }

    /**
     * The message without the code.
     *
     * @return what happened and what to do
     */
    public final String detail() {
        return detail;
    }

    /**
     * Who has to act.
     *
     * @return the kind of the code
     */
    public final ErrorKind kind() {
        return code.kind();
    }

    /**
     * Whether the same call may succeed later without anybody changing anything.
     *
     * @return as the code says
     */
    public final boolean retryable() {
        return code.retryable();
    }
}
