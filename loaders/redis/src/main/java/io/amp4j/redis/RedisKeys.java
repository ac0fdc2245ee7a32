package io.amp4j.redis;

import io.amp4j.loader.config.ConfigKey;
import io.amp4j.loader.config.Secret;
import java.time.Duration;
import java.util.List;

/** The settings that the loader knows beside those of every load. */
final class RedisKeys {
    static final ConfigKey<Structure> STRUCTURE = ConfigKey.oneOf(
                    "structure", Structure.class, "What a row becomes; json needs the server's RedisJSON.")
            .withDefault(Structure.HASH);
    static final ConfigKey<String> KEY = ConfigKey.text(
            "key",
            "The pattern of keys, of {table}, {id}, {column} and plain text; else {table}:{id} for a key each row, and {table} for one in all. "
                    + "A brace before a brace stands for itself.");
    static final ConfigKey<String> VALUE = ConfigKey.text(
            "value", "The pattern of a set's or sorted set's members, such as {address}; else the whole row as JSON.");
    static final ConfigKey<String> SCORE =
            ConfigKey.text("score", "The column of a sorted set's scores: a number or a time.");
    static final ConfigKey<BinaryForm> BINARY = ConfigKey.oneOf(
                    "binary",
                    BinaryForm.class,
                    "How bytes stand in the fields of hashes and streams: 0x and hex digits, or as they are.")
            .withDefault(BinaryForm.HEX);
    static final ConfigKey<Duration> TTL = ConfigKey.duration(
            "ttl",
            "How long rows live; for ever unless given. A stream, list or set lives so long after its last write.");
    static final ConfigKey<Long> MAX_UNIT_BYTES = ConfigKey.bytes(
                    "max-unit-bytes", "Up to how many bytes of commands a unit is one transaction.")
            .withDefault(8L << 20);
    static final ConfigKey<LargeUnits> LARGE_UNITS = ConfigKey.oneOf(
                    "large-units",
                    LargeUnits.class,
                    "What becomes of a larger unit: it is written in several transactions, exact at rest, or refused.")
            .withDefault(LargeUnits.CHUNKS);
    static final ConfigKey<String> USER = ConfigKey.text("user", "The ACL user, where the URI names nobody.");
    static final ConfigKey<Secret> PASSWORD = ConfigKey.secret("password", "The password, where the URI has none.");
    static final ConfigKey<String> SENTINEL =
            ConfigKey.text("sentinel", "The name of the master that the URI's hosts, which are Sentinels, watch over.");
    static final ConfigKey<String> SENTINEL_USER = ConfigKey.text("sentinel-user", "The Sentinels' own ACL user.");
    static final ConfigKey<Secret> SENTINEL_PASSWORD =
            ConfigKey.secret("sentinel-password", "The Sentinels' own password.");
    static final ConfigKey<String> TLS_CA =
            ConfigKey.text("tls-ca", "File of the certificates that are trusted, in PEM; else those that Java trusts.");
    static final ConfigKey<String> TLS_KEYSTORE =
            ConfigKey.text("tls-keystore", "File of the client's certificate and key, in PKCS-12.");
    static final ConfigKey<Secret> TLS_KEYSTORE_PASSWORD =
            ConfigKey.secret("tls-keystore-password", "The password of that file.");
    static final ConfigKey<Duration> CONNECT_TIMEOUT = ConfigKey.duration(
                    "connect-timeout", "How long connecting may take.")
            .withDefault(Duration.ofSeconds(5));
    static final ConfigKey<Duration> TIMEOUT = ConfigKey.duration(
                    "timeout", "How long the server may take to answer before the connection counts as lost.")
            .withDefault(Duration.ofMinutes(1));

    static final List<ConfigKey<?>> ALL = List.of(
            STRUCTURE,
            KEY,
            VALUE,
            SCORE,
            BINARY,
            TTL,
            MAX_UNIT_BYTES,
            LARGE_UNITS,
            USER,
            PASSWORD,
            SENTINEL,
            SENTINEL_USER,
            SENTINEL_PASSWORD,
            TLS_CA,
            TLS_KEYSTORE,
            TLS_KEYSTORE_PASSWORD,
            CONNECT_TIMEOUT,
            TIMEOUT);

    private RedisKeys() {}
}
