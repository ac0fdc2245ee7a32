package io.amp4j.loader;

import io.amp4j.client.ErrorCode;
import io.amp4j.client.ErrorKind;

/** The codes of the load engine and of loaders that have no closer one. */
public enum LoadError implements ErrorCode {
    /** Rows carry a batch id, but the destination has no stream state. */
    STATE_LOST("AMP-STATE-LOST", ErrorKind.USER, false),
    /** The stream state belongs to another query. */
    STATE_OF_ANOTHER_QUERY("AMP-STATE-OTHER-QUERY", ErrorKind.USER, false),
    /** The stream state belongs to another schema of the result. */
    STATE_OF_ANOTHER_SCHEMA("AMP-STATE-OTHER-SCHEMA", ErrorKind.USER, false),
    /** The stream state began at another block. */
    STATE_OF_ANOTHER_SPAN("AMP-STATE-OTHER-SPAN", ErrorKind.USER, false),
    /** The stream fills another table. */
    STATE_OF_ANOTHER_TABLE("AMP-STATE-OTHER-TABLE", ErrorKind.USER, false),
    /** The stream state was changed by somebody else since a plan was made from it. */
    STATE_CHANGED("AMP-STATE-CHANGED", ErrorKind.USER, false),
    /** The destination has no stream of that name. */
    STREAM_UNKNOWN("AMP-STREAM-UNKNOWN", ErrorKind.USER, false),
    /** What a load was asked to do is not complete, or makes no sense. */
    LOAD_INVALID("AMP-LOAD-INVALID", ErrorKind.USER, false),
    /** The stream state cannot be read, or contradicts itself. */
    STATE_UNREADABLE("AMP-STATE-UNREADABLE", ErrorKind.DESTINATION, false),
    /** A newer job holds the stream; this one may not write any more. */
    FENCED("AMP-FENCED", ErrorKind.DESTINATION, false),
    /** Another process holds the destination's lock. */
    LOCKED("AMP-DESTINATION-LOCKED", ErrorKind.DESTINATION, false),
    /** The table is missing, and creating it was switched off. */
    TABLE_MISSING("AMP-TABLE-MISSING", ErrorKind.USER, false),
    /** The table's columns do not fit the result's. */
    SCHEMA_MISMATCH("AMP-SCHEMA-MISMATCH", ErrorKind.USER, false),
    /** A value does not fit into its column. */
    VALUE_REFUSED("AMP-VALUE-REFUSED", ErrorKind.USER, false),
    /** The loader, or the store as configured, cannot do what is asked. */
    UNSUPPORTED("AMP-UNSUPPORTED", ErrorKind.USER, false),
    /** No loader answers to a URI's scheme. */
    LOADER_UNKNOWN("AMP-LOADER-UNKNOWN", ErrorKind.USER, false),
    /** No connection has that name. */
    CONNECTION_UNKNOWN("AMP-CONNECTION-UNKNOWN", ErrorKind.USER, false),
    /** A file of connections cannot be read or written, or others may read it. */
    CONNECTIONS_FILE("AMP-CONNECTIONS-FILE", ErrorKind.USER, false),
    /** A configuration key or value is wrong. */
    CONFIG_INVALID("AMP-CONFIG-INVALID", ErrorKind.USER, false),
    /** The destination cannot be reached, or fails for a while. */
    DESTINATION_UNAVAILABLE("AMP-DESTINATION-UNAVAILABLE", ErrorKind.DESTINATION, true),
    /** The destination refused the credentials. */
    DESTINATION_UNAUTHENTICATED("AMP-DESTINATION-AUTH", ErrorKind.USER, false),
    /** The destination refused for good. */
    DESTINATION_FAILED("AMP-DESTINATION-FAILED", ErrorKind.DESTINATION, false),
    /** Disk, memory or another good of the destination ran out; it may come back. */
    DESTINATION_EXHAUSTED("AMP-DESTINATION-EXHAUSTED", ErrorKind.RESOURCE, true),
    /** The retry policy's attempts or time are used up. */
    RETRIES_EXHAUSTED("AMP-RETRIES-EXHAUSTED", ErrorKind.RESOURCE, false),
    /** The load was cancelled. */
    CANCELLED("AMP-CANCELLED", ErrorKind.USER, false);

    private final String id;
    private final ErrorKind kind;
    private final boolean retryable;

    LoadError(String id, ErrorKind kind, boolean retryable) {
        this.id = id;
        this.kind = kind;
        this.retryable = retryable;
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
        return retryable;
    }
}
