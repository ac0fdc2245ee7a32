package io.amp4j.postgresql.internal.copy;

import java.sql.SQLException;

/** Where encoded bytes go. */
@FunctionalInterface
public interface CopySink {
    /**
     * Takes bytes; the array is reused after the call.
     *
     * @param bytes the array
     * @param offset the first byte
     * @param length how many
     * @throws SQLException if the server cannot take them
     */
    void write(byte[] bytes, int offset, int length) throws SQLException;
}
