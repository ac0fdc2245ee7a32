package io.amp4j.redis;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.redis.internal.resp.ReplyError;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** What a failure means. Redis's own code is the first word of an error; nothing else of it is looked at. */
final class RedisErrors {
    /** A transaction was discarded because of a command in it; which, an error before it says. */
    static final String EXECABORT = "EXECABORT";

    private static final Map<String, LoadError> CODES = Map.ofEntries(
            // memory, or the disk that a snapshot should go to, ran out
            Map.entry("OOM", LoadError.DESTINATION_EXHAUSTED),
            Map.entry("MISCONF", LoadError.DESTINATION_EXHAUSTED),
            // a replica, or a master that lost its replicas: after a fail-over it is another server
            Map.entry("READONLY", LoadError.DESTINATION_UNAVAILABLE),
            Map.entry("MASTERDOWN", LoadError.DESTINATION_UNAVAILABLE),
            Map.entry("NOREPLICAS", LoadError.DESTINATION_UNAVAILABLE),
            // starting, or busy with a script
            Map.entry("LOADING", LoadError.DESTINATION_UNAVAILABLE),
            Map.entry("BUSY", LoadError.DESTINATION_UNAVAILABLE),
            // slots that move: the node is looked up again
            Map.entry("MOVED", LoadError.DESTINATION_UNAVAILABLE),
            Map.entry("ASK", LoadError.DESTINATION_UNAVAILABLE),
            Map.entry("TRYAGAIN", LoadError.DESTINATION_UNAVAILABLE),
            Map.entry("CLUSTERDOWN", LoadError.DESTINATION_UNAVAILABLE),
            Map.entry(EXECABORT, LoadError.DESTINATION_UNAVAILABLE),
            Map.entry("NOSCRIPT", LoadError.DESTINATION_UNAVAILABLE),
            Map.entry("FENCED", LoadError.FENCED),
            Map.entry("NOAUTH", LoadError.DESTINATION_UNAUTHENTICATED),
            Map.entry("WRONGPASS", LoadError.DESTINATION_UNAUTHENTICATED),
            Map.entry("NOPERM", LoadError.DESTINATION_FAILED),
            Map.entry("CROSSSLOT", LoadError.CONFIG_INVALID),
            Map.entry("WRONGTYPE", LoadError.SCHEMA_MISMATCH));

    private static final Map<String, String> ADVICE = Map.of(
            "OOM", "Give it more memory (maxmemory), set ttl, or delete something; the load tries again",
            "MISCONF", "It cannot save to its disk; the load tries again",
            "NOAUTH", "It wants a password: redis://user:password@host, or the setting password",
            "WRONGPASS", "Check user and password",
            "NOPERM", "Allow the ACL user the command, and the keys of the table and those that begin with amp:",
            "WRONGTYPE", "A key of the table holds a value of another type: delete it, or load into another table",
            "CROSSSLOT", "Keys of one table must share a slot: put {{table}} into the pattern of keys");

    private RedisErrors() {}

    static AmpException answered(String place, ReplyError error) {
        return answered(place, error.code(), error.line(), null);
    }

    private static AmpException answered(String place, String code, String line, Throwable cause) {
        String advice = ADVICE.get(code);
        String said = line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
        String message = "Redis at " + place + " says: " + said + (advice == null ? "" : ". " + advice);
        return new AmpException(CODES.getOrDefault(code, LoadError.DESTINATION_FAILED), message, cause);
    }

    static AmpException lost(String place, IOException cause) {
        return new AmpException(
                LoadError.DESTINATION_UNAVAILABLE,
                "the connection to Redis at " + place + " is lost: " + reason(cause),
                cause);
    }

    /** A connection could not be made or introduced. */
    static AmpException unreachable(String place, JedisException failure) {
        if (failure instanceof JedisDataException data) {
            String line = String.valueOf(data.getMessage());
            return answered(place, new ReplyError(line).code(), line, failure);
        }
        if (isUntrusted(failure)) {
            return new AmpException(
                    LoadError.DESTINATION_UNAUTHENTICATED,
                    "Redis at " + place + " is not trusted: " + reason(failure) + ". Check tls-ca, and the host's name",
                    failure);
        }
        return new AmpException(
                LoadError.DESTINATION_UNAVAILABLE,
                "no connection to Redis at " + place + ": " + reason(failure),
                failure);
    }

    private static boolean isUntrusted(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if ((cause instanceof SSLHandshakeException && !(cause.getCause() instanceof IOException))
                    || cause instanceof SSLPeerUnverifiedException
                    || cause instanceof GeneralSecurityException
                    || cause instanceof FileNotFoundException) {
                return true;
            }
        }
        return false;
    }

    private static String reason(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        if (deepest.getSuppressed().length > 0) {
            deepest = deepest.getSuppressed()[0];
        }
        return deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
    }
}
