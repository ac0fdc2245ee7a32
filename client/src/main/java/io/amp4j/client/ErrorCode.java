package io.amp4j.client;

/**
 * A stable name for one kind of failure. Each module keeps its codes in one enum that implements this interface.
 *
 * <p>Codes never change their meaning; scripts and alerts may match them.
 */
public interface ErrorCode {
    /**
     * The code as it is printed.
     *
     * @return a name such as {@code AMP-PROTOCOL-GAP}
     */
    String id();

    /**
     * Who has to act.
     *
     * @return the kind, never null
     */
    ErrorKind kind();

    /**
     * Whether the same call may succeed later without anybody changing anything.
     *
     * @return true if a retry makes sense
     */
    boolean retryable();
}
