package io.amp4j.client.stream;

import io.amp4j.client.ErrorCode;
import io.amp4j.client.ErrorKind;

/** What can be wrong with a stream. None of it heals by trying again. */
public enum StreamError implements ErrorCode {
    /** Blocks are missing between a range and the one before it. */
    GAP("AMP-PROTOCOL-GAP"),
    /** A range does not name the parent that the range before it says it has. */
    HASH_MISMATCH("AMP-PROTOCOL-HASH-MISMATCH"),
    /** A message has two ranges of one network. */
    NETWORK_TWICE("AMP-PROTOCOL-NETWORK-TWICE"),
    /** The networks of a message are not those of the stream so far. */
    NETWORKS_CHANGED("AMP-PROTOCOL-NETWORKS-CHANGED"),
    /** Block 0 has a parent. */
    GENESIS_PARENT("AMP-PROTOCOL-GENESIS-PARENT"),
    /** Another block than 0 has no parent. */
    PARENT_MISSING("AMP-PROTOCOL-PARENT-MISSING"),
    /** A range of a stream has no hash, so nothing could go on behind it. */
    HASH_MISSING("AMP-PROTOCOL-HASH-MISSING"),
    /** Rows came without a range. */
    RANGES_MISSING("AMP-PROTOCOL-RANGES-MISSING"),
    /** A microbatch began before the one before it was closed. */
    NOT_CLOSED("AMP-PROTOCOL-NOT-CLOSED"),
    /** The server now begins at a later block than the one where the load began. */
    START_MOVED("AMP-STREAM-START-MOVED"),
    /** A stream of several networks, which cannot be tracked. */
    SEVERAL_NETWORKS("AMP-STREAM-SEVERAL-NETWORKS", ErrorKind.USER),
    /** A reorg reaches into blocks whose records were merged, so that they cannot be undone by id. */
    BELOW_RETENTION("AMP-REORG-BELOW-RETENTION", ErrorKind.DESTINATION),
    /** A stored state belongs to another query, or to a stream that began elsewhere. */
    ANOTHER_STREAM("AMP-STREAM-ANOTHER", ErrorKind.USER),
    /** A store of the stream cannot be read or written. */
    STORE("AMP-STREAM-STORE", ErrorKind.RESOURCE),
    /** A stored state cannot be read. */
    STATE_UNREADABLE("AMP-STREAM-STATE-UNREADABLE", ErrorKind.DESTINATION);

    private final String id;
    private final ErrorKind kind;

    StreamError(String id) {
        this(id, ErrorKind.PROTOCOL);
    }

    StreamError(String id, ErrorKind kind) {
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
