package io.amp4j.parquet;

/** How Parquet stores the values of a column. */
public enum PhysicalType {
    /** One bit. */
    BOOLEAN,
    /** Four bytes, little-endian. */
    INT32,
    /** Eight bytes, little-endian. */
    INT64,
    /** IEEE 754, four bytes, little-endian. */
    FLOAT,
    /** IEEE 754, eight bytes, little-endian. */
    DOUBLE,
    /** As many bytes as each value has. */
    BYTE_ARRAY,
    /** The same number of bytes for each value; decimals among them are big-endian. */
    FIXED_LEN_BYTE_ARRAY
}
