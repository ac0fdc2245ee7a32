package io.amp4j.client;

/** What can go wrong between this client and a server, or in what its caller asks of it. */
public enum ClientError implements ErrorCode {
    /** The server wants a token, or does not accept the one it got. */
    UNAUTHENTICATED("AMP-UNAUTHENTICATED", ErrorKind.USER, false),
    /** The token is good, but does not allow this. */
    PERMISSION_DENIED("AMP-PERMISSION-DENIED", ErrorKind.USER, false),
    /** The login file cannot be read. */
    CREDENTIALS("AMP-CREDENTIALS", ErrorKind.USER, false),
    /** The server refuses the query: bad SQL, an unknown table, an unknown function. */
    INVALID_QUERY("AMP-INVALID-QUERY", ErrorKind.USER, false),
    /** What the query names does not exist. */
    NOT_FOUND("AMP-NOT-FOUND", ErrorKind.USER, false),
    /** The server does not know the call or does not implement what the query asks for. */
    UNIMPLEMENTED("AMP-UNIMPLEMENTED", ErrorKind.USER, false),
    /** The server cannot be reached, or the connection broke. */
    UNAVAILABLE("AMP-UNAVAILABLE", ErrorKind.SERVER, true),
    /** No encrypted connection: a certificate is not trusted, or one side speaks no TLS. */
    TLS("AMP-TLS", ErrorKind.USER, false),
    /** The time that the caller allowed is over. */
    DEADLINE("AMP-DEADLINE", ErrorKind.SERVER, true),
    /** The server gave the query up. */
    ABORTED("AMP-ABORTED", ErrorKind.SERVER, true),
    /** The server has too much to do, or a quota is used up. */
    RESOURCE_EXHAUSTED("AMP-RESOURCE-EXHAUSTED", ErrorKind.RESOURCE, true),
    /** The server failed while it answered. */
    SERVER_FAILED("AMP-SERVER-FAILED", ErrorKind.SERVER, true),
    /** The server says that data is lost. */
    DATA_LOSS("AMP-DATA-LOSS", ErrorKind.SERVER, false),
    /** The caller ended the query, or its thread was interrupted. */
    CANCELLED("AMP-CANCELLED", ErrorKind.USER, false),
    /** What answers does not speak the protocol of an Amp server. */
    NOT_AMP_SERVER("AMP-NOT-AMP-SERVER", ErrorKind.PROTOCOL, false),
    /** What answers over HTTP does not answer as it has to. */
    BAD_ANSWER("AMP-PROTOCOL-HTTP", ErrorKind.PROTOCOL, false),
    /** A service over HTTP redirects to another place, where a token must not follow. */
    REDIRECTED("AMP-REDIRECTED", ErrorKind.USER, false),
    /** The metadata of a message is not what it has to be. */
    BAD_METADATA("AMP-PROTOCOL-METADATA", ErrorKind.PROTOCOL, false),
    /** A schema cannot be read, or differs from the one that was announced. */
    BAD_SCHEMA("AMP-PROTOCOL-SCHEMA", ErrorKind.PROTOCOL, false),
    /** A batch does not fit its schema, or points outside its own memory. */
    CORRUPT_BATCH("AMP-PROTOCOL-BATCH", ErrorKind.PROTOCOL, false),
    /** A schema has a type that this client does not read. */
    UNSUPPORTED_TYPE("AMP-UNSUPPORTED-TYPE", ErrorKind.USER, false),
    /** A message is larger than {@link AmpClient.Builder#maxMessageBytes(int)} allows, or an answer over HTTP than 64 MiB. */
    MESSAGE_TOO_LARGE("AMP-MESSAGE-TOO-LARGE", ErrorKind.RESOURCE, false),
    /** A batch does not fit into the memory that {@link AmpClient.Builder#memoryLimit(long)} or the allocator allows. */
    OUT_OF_MEMORY("AMP-OUT-OF-MEMORY", ErrorKind.RESOURCE, false),
    /** A result has more rows or bytes than the caller wanted to hold. */
    RESULT_TOO_LARGE("AMP-RESULT-TOO-LARGE", ErrorKind.USER, false),
    /** A server's address is malformed. */
    BAD_URI("AMP-BAD-URI", ErrorKind.USER, false),
    /** An option has a value that makes no sense. */
    BAD_OPTION("AMP-BAD-OPTION", ErrorKind.USER, false),
    /** A row has no such column, or its value is of another type. */
    BAD_COLUMN("AMP-BAD-COLUMN", ErrorKind.USER, false),
    /** The client was closed while something that it gave out was not. */
    NOT_CLOSED("AMP-NOT-CLOSED", ErrorKind.USER, false);

    private final String id;
    private final ErrorKind kind;
    private final boolean retryable;

    ClientError(String id, ErrorKind kind, boolean retryable) {
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
