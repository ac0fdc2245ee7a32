package io.amp4j.postgresql;

import io.amp4j.loader.config.ConfigKey;
import io.amp4j.loader.config.Secret;
import io.amp4j.postgresql.internal.copy.TypeRules;
import java.time.Duration;
import java.util.List;

/** The settings of the PostgreSQL loader. Names that libpq knows mean what libpq means by them. */
final class PostgresqlKeys {
    /** Who connects. */
    static final ConfigKey<String> USER = ConfigKey.text(
            "user", "Who connects, where the URI names nobody; else PGUSER, else the operating system's user.");

    /** The password. */
    static final ConfigKey<Secret> PASSWORD = ConfigKey.secret(
            "password", "The password, where the URI has none; else PGPASSWORD, else the line in ~/.pgpass.");

    /** Where unqualified names live. */
    static final ConfigKey<String> SCHEMA = ConfigKey.text(
            "schema", "The schema of the stream state and of tables named without one; else the server's search path.");

    /** Whether and how the connection is encrypted. */
    static final ConfigKey<SslMode> SSL_MODE = ConfigKey.oneOf(
            "sslmode",
            SslMode.class,
            "Whether the connection is encrypted, and the server's certificate checked; else PGSSLMODE, else prefer.");

    /** Certificates that are trusted. */
    static final ConfigKey<String> SSL_ROOT_CERT = ConfigKey.text(
            "sslrootcert",
            "File of the certificates that are trusted; else PGSSLROOTCERT, else ~/.postgresql/root.crt.");

    /** The client's certificate. */
    static final ConfigKey<String> SSL_CERT =
            ConfigKey.text("sslcert", "File of the client's certificate; else PGSSLCERT.");

    /** The client's key. */
    static final ConfigKey<String> SSL_KEY =
            ConfigKey.text("sslkey", "File of the client's key in PKCS-8 or PKCS-12; else PGSSLKEY.");

    /** The password of the client's key. */
    static final ConfigKey<Secret> SSL_PASSWORD = ConfigKey.secret("sslpassword", "The password of the client's key.");

    /** What the server shows as our name. */
    static final ConfigKey<String> APPLICATION_NAME = ConfigKey.text(
                    "application-name", "The name under which the server lists the load's connections.")
            .withDefault("amp4j");

    /** How long connecting may take. */
    static final ConfigKey<Duration> CONNECT_TIMEOUT = ConfigKey.duration(
                    "connect-timeout", "How long connecting to a host, or waiting for a pooled connection, may take.")
            .withDefault(Duration.ofSeconds(10));

    /** How long the server may be silent. */
    static final ConfigKey<Duration> SOCKET_TIMEOUT = ConfigKey.duration(
                    "socket-timeout",
                    "How long the server may take to answer a statement before the connection counts as lost; 0s waits for ever."
                            + " Openings, overwrites and index builds wait for ever.")
            .withDefault(Duration.ofMinutes(10));

    /** How long a lock is waited for. */
    static final ConfigKey<Duration> LOCK_TIMEOUT = ConfigKey.duration(
                    "lock-timeout",
                    "How long a statement waits for a lock of somebody else before the unit is tried again.")
            .withDefault(Duration.ofMinutes(1));

    /** How long an opening waits for the units of an older job. */
    static final ConfigKey<Duration> TAKEOVER_TIMEOUT = ConfigKey.duration(
                    "takeover-timeout",
                    "How long an opening waits for the open units of an older job of the same stream before it ends their connections.")
            .withDefault(Duration.ofSeconds(5));

    /** How many connections there are. */
    static final ConfigKey<Integer> POOL_SIZE = ConfigKey.integer(
                    "pool-size", "How many units can be open at once, each with a connection of its own.")
            .withDefault(8);

    /** When the index on the batch id is made. */
    static final ConfigKey<Boolean> DEFER_INDEXES = ConfigKey.flag(
                    "defer-indexes",
                    "Makes the index on _amp_batch_id not with the table, but when a reorg first needs it or the load ends.")
            .withDefault(false);

    /** Whether void rows stay. */
    static final ConfigKey<Boolean> PRESERVE_REORG_HISTORY = ConfigKey.flag(
                    "preserve-reorg-history",
                    "Keeps the rows that a reorg voids, marked by _amp_is_current and _amp_reorg_batch_id, behind a view <table>_current.")
            .withDefault(false);

    /** How unsigned 64-bit integers are kept. */
    static final ConfigKey<TypeRules.Uint64> UINT64 = ConfigKey.oneOf(
                    "uint64",
                    TypeRules.Uint64.class,
                    "The type for unsigned 64-bit integers: numeric(20,0), or bigint, which refuses those above its range.")
            .withDefault(TypeRules.Uint64.NUMERIC);

    /** How bytes are kept. */
    static final ConfigKey<TypeRules.Binary> BINARY = ConfigKey.oneOf(
                    "binary", TypeRules.Binary.class, "The type for bytes: bytea, or text of 0x and hex digits.")
            .withDefault(TypeRules.Binary.BYTEA);

    /** What becomes of times finer than a microsecond. */
    static final ConfigKey<TypeRules.Timestamps> TIMESTAMPS = ConfigKey.oneOf(
                    "timestamps",
                    TypeRules.Timestamps.class,
                    "What becomes of times: exact refuses what is finer than a microsecond, truncate cuts it off, bigint keeps"
                            + " the number in the column's own unit.")
            .withDefault(TypeRules.Timestamps.EXACT);

    /** What becomes of a NUL within text. */
    static final ConfigKey<TypeRules.Nul> NUL_IN_TEXT = ConfigKey.oneOf(
                    "nul-in-text",
                    TypeRules.Nul.class,
                    "What becomes of a NUL within text, which PostgreSQL cannot keep: the value is refused, the NUL removed, or"
                            + " replaced by U+FFFD.")
            .withDefault(TypeRules.Nul.REFUSE);

    /** How lists of plain values are kept. */
    static final ConfigKey<TypeRules.Lists> LISTS = ConfigKey.oneOf(
                    "lists", TypeRules.Lists.class, "The type for lists of plain values: an array, or jsonb.")
            .withDefault(TypeRules.Lists.ARRAY);

    /** All of them, in the order of the documentation. */
    static final List<ConfigKey<?>> ALL = List.of(
            USER,
            PASSWORD,
            SCHEMA,
            SSL_MODE,
            SSL_ROOT_CERT,
            SSL_CERT,
            SSL_KEY,
            SSL_PASSWORD,
            APPLICATION_NAME,
            CONNECT_TIMEOUT,
            SOCKET_TIMEOUT,
            LOCK_TIMEOUT,
            TAKEOVER_TIMEOUT,
            POOL_SIZE,
            DEFER_INDEXES,
            PRESERVE_REORG_HISTORY,
            UINT64,
            BINARY,
            TIMESTAMPS,
            NUL_IN_TEXT,
            LISTS);

    private PostgresqlKeys() {}

    /** As libpq names them. */
    enum SslMode {
        /** Never encrypted. */
        DISABLE,
        /** Encrypted only if the server insists. */
        ALLOW,
        /** Encrypted if the server can. */
        PREFER,
        /** Encrypted, whoever the server is. */
        REQUIRE,
        /** Encrypted, and the certificate is signed by one that is trusted. */
        VERIFY_CA,
        /** Also, the certificate is the host's. */
        VERIFY_FULL
    }
}
