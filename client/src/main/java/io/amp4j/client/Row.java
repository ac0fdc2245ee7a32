package io.amp4j.client;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row as Java objects: a copy, good for ever. Immutable but for its byte arrays, which the caller must not change.
 *
 * <p>The slow and convenient way to read: each value is an object. Read the vectors of a {@link Batch} where speed matters.
 *
 * <p>Each typed method fails with code {@code AMP-BAD-COLUMN} if there is no such column, if the value is null, or if it is of another
 * type or does not fit; ask {@link #isNull(String)} first, or use {@link #value(String)}.
 */
public interface Row {
    /**
     * The names of the columns, in order.
     *
     * @return the names
     */
    List<String> columns();

    /**
     * A value as what Arrow's type is in Java: unsigned 64-bit numbers are {@link BigInteger}, binary is {@code byte[]}, timestamps
     * with a zone are {@link Instant}, those without are {@code LocalDateTime}, lists are {@code List}, structs and maps are
     * {@code Map}.
     *
     * @param column the column's name
     * @return the value, or null
     * @throws AmpException if there is no such column
     */
    @Nullable
    Object value(String column);

    /**
     * Whether a value is missing.
     *
     * @param column the column's name
     * @return true if it is null
     */
    boolean isNull(String column);

    /**
     * A whole number of any width.
     *
     * @param column the column's name
     * @return the value
     */
    long longValue(String column);

    /**
     * A whole number of any width, without loss.
     *
     * @param column the column's name
     * @return the value
     */
    BigInteger bigInteger(String column);

    /**
     * A decimal or whole number.
     *
     * @param column the column's name
     * @return the value
     */
    BigDecimal decimal(String column);

    /**
     * A number, rounded to a double.
     *
     * @param column the column's name
     * @return the value
     */
    double doubleValue(String column);

    /**
     * A truth value.
     *
     * @param column the column's name
     * @return the value
     */
    boolean booleanValue(String column);

    /**
     * A text.
     *
     * @param column the column's name
     * @return the value
     */
    String string(String column);

    /**
     * The bytes of a binary value, such as a hash or an address.
     *
     * @param column the column's name
     * @return the bytes
     */
    byte[] bytes(String column);

    /**
     * The bytes of a binary value as {@code 0x…}.
     *
     * @param column the column's name
     * @return lower-case hex
     */
    String hex(String column);

    /**
     * A point in time.
     *
     * @param column the column's name
     * @return the value
     */
    Instant instant(String column);
}
