package io.amp4j.parquet;

import io.amp4j.client.ErrorCode;
import io.amp4j.client.ErrorKind;

/** What can go wrong while a Parquet file is written. */
public enum ParquetError implements ErrorCode {
    /** The Arrow type has no place in the Parquet target: cast it in the query, or choose another target. */
    TYPE("AMP-PARQUET-TYPE", ErrorKind.USER),
    /** A value cannot be kept exactly in the type that the target gives its column. */
    VALUE("AMP-PARQUET-VALUE", ErrorKind.USER),
    /** A batch does not have the schema that the writer was built for. */
    SCHEMA("AMP-PARQUET-SCHEMA", ErrorKind.USER),
    /** A null where the schema allows none. */
    NULL("AMP-PARQUET-NULL", ErrorKind.USER),
    /** An option that makes no sense. */
    OPTION("AMP-PARQUET-OPTION", ErrorKind.USER),
    /** A page or a dictionary would pass what Parquet can say, two gigabytes. */
    SIZE("AMP-PARQUET-SIZE", ErrorKind.RESOURCE),
    /** The file cannot be written. */
    IO("AMP-PARQUET-IO", ErrorKind.DESTINATION);

    private final String id;
    private final ErrorKind kind;

    ParquetError(String id, ErrorKind kind) {
        this.id = id;
        this.kind = kind;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    @Override
    public boolean retryable() {
        return this == IO;
    }
}
