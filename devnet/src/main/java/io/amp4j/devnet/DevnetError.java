package io.amp4j.devnet;

import io.amp4j.client.ErrorCode;
import io.amp4j.client.ErrorKind;

/** What can go wrong while a devnet is started or asked for its truth. What a query does wrong is told to its client. */
public enum DevnetError implements ErrorCode {
    /** The port is taken, or may not be used. */
    PORT("AMP-DEVNET-PORT", ErrorKind.RESOURCE),
    /** A folder of Parquet files, or a recording, cannot be read as what it should be. */
    DATASET("AMP-DEVNET-DATASET", ErrorKind.USER),
    /** A query that a server would refuse too. */
    QUERY("AMP-DEVNET-QUERY", ErrorKind.USER);

    private final String id;
    private final ErrorKind kind;

    DevnetError(String id, ErrorKind kind) {
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
        return false;
    }
}
