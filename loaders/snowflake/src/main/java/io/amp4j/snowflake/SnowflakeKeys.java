package io.amp4j.snowflake;

import io.amp4j.loader.config.ConfigKey;
import io.amp4j.loader.config.Secret;
import java.time.Duration;
import java.util.List;

/** The settings of the Snowflake loader. Names that Snowflake's driver knows mean what it means by them. */
final class SnowflakeKeys {
    /** The password. */
    static final ConfigKey<Secret> PASSWORD = ConfigKey.secret("password", "The password, where the URI has none.");

    /** How the user proves who they are. */
    static final ConfigKey<String> AUTHENTICATOR = ConfigKey.text(
            "authenticator",
            "How the user proves who they are: snowflake (a password), snowflake_jwt (a key pair), oauth (a token),"
                    + " externalbrowser, or the address of an Okta account. By default what the other settings tell.");

    /** The private key. */
    static final ConfigKey<String> PRIVATE_KEY_FILE =
            ConfigKey.text("private-key-file", "File of the user's private key in PEM (PKCS-8, encrypted or not).");

    /** What the private key is encrypted with. */
    static final ConfigKey<Secret> PRIVATE_KEY_PASSPHRASE =
            ConfigKey.secret("private-key-passphrase", "What the private key is encrypted with.");

    /** An OAuth token. */
    static final ConfigKey<Secret> TOKEN = ConfigKey.secret("token", "An OAuth access token.");

    /** Who acts. */
    static final ConfigKey<String> ROLE = ConfigKey.text("role", "The role that loads; else the user's default one.");

    /** What computes. */
    static final ConfigKey<String> WAREHOUSE =
            ConfigKey.text("warehouse", "The warehouse that loads; else the user's default one.");

    /** Where the server is. */
    static final ConfigKey<String> URL = ConfigKey.text(
            "url",
            "The server's address where it is not ACCOUNT.snowflakecomputing.com, such as a private link; http:// turns TLS off.");

    /** How rows get in. */
    static final ConfigKey<LoadingMethod> METHOD = ConfigKey.oneOf(
                    "method",
                    LoadingMethod.class,
                    "How rows get in: stage puts Parquet files on a temporary stage and copies them, insert binds arrays of"
                            + " values, for small tables, snowpipe-streaming (experimental) sends them as they come.")
            .withDefault(LoadingMethod.STAGE);

    /** How large a staged file gets. */
    static final ConfigKey<Long> FILE_BYTES = ConfigKey.bytes(
                    "file-bytes",
                    "How large a staged file gets before the next is begun; each waits on the local disk.")
            .withDefault(128L << 20);

    /** Where the stream state is. */
    static final ConfigKey<String> STATE_SCHEMA = ConfigKey.text(
            "state-schema",
            "The schema of AMP_STREAM_STATE, where it is not the URI's. All jobs of a table must agree on it.");

    /** What becomes of void rows. */
    static final ConfigKey<Boolean> PRESERVE_REORG_HISTORY = ConfigKey.flag(
                    "preserve-reorg-history",
                    "Whether rows that a reorg voids are closed (_amp_is_current, _amp_reorg_batch_id) instead of deleted; views"
                            + " TABLE_current and TABLE_history show them.")
            .withDefault(false);

    /** How many connections there are. */
    static final ConfigKey<Integer> POOL_SIZE = ConfigKey.integer(
                    "pool-size", "How many units can be open at once, each with a connection of its own.")
            .withDefault(8);

    /** How long a lock is waited for. */
    static final ConfigKey<Duration> LOCK_TIMEOUT = ConfigKey.duration(
                    "lock-timeout",
                    "How long a statement waits for a lock of somebody else before the unit is tried again.")
            .withDefault(Duration.ofMinutes(2));

    /** How long connecting may take. */
    static final ConfigKey<Duration> CONNECT_TIMEOUT = ConfigKey.duration(
                    "connect-timeout", "How long logging in, or waiting for a pooled connection, may take.")
            .withDefault(Duration.ofMinutes(1));

    /** How long a request is tried. */
    static final ConfigKey<Duration> NETWORK_TIMEOUT = ConfigKey.duration(
                    "network-timeout",
                    "How long the driver itself repeats a request that the network or the server failed; 0s is for ever.")
            .withDefault(Duration.ofMinutes(5));

    static final List<ConfigKey<?>> ALL = List.of(
            PASSWORD,
            AUTHENTICATOR,
            PRIVATE_KEY_FILE,
            PRIVATE_KEY_PASSPHRASE,
            TOKEN,
            ROLE,
            WAREHOUSE,
            URL,
            METHOD,
            FILE_BYTES,
            STATE_SCHEMA,
            PRESERVE_REORG_HISTORY,
            POOL_SIZE,
            LOCK_TIMEOUT,
            CONNECT_TIMEOUT,
            NETWORK_TIMEOUT);

    private SnowflakeKeys() {}

    /** How rows get in. */
    enum LoadingMethod {
        /** Parquet files on a temporary stage, copied within the unit's transaction. */
        STAGE,
        /** Arrays of bound values, within the unit's transaction. */
        INSERT,
        /**
         * Rows through channels of Snowpipe Streaming, outside of every transaction; a view hides those that are not committed. Experimental: it has never met
         * a real account.
         */
        SNOWPIPE_STREAMING
    }
}
