package io.amp4j.client.dataset;

/**
 * A column of a dataset's table.
 *
 * @param name its name
 * @param type its Arrow type as text, such as {@code UInt64}, {@code FixedSizeBinary(32)} or {@code List(Utf8)}
 * @param nullable whether its values may be null
 */
public record ColumnDescription(String name, String type, boolean nullable) {}
