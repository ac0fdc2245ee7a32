package io.amp4j.postgresql;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.io.FileNotFoundException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** What a failure means, by its SQLSTATE: first the state itself, then its class. */
final class SqlErrors {
    private static final String CONNECTION_FAILURE = "08006";

    private static final Map<String, LoadError> STATES = Map.ofEntries(
            // The driver's own: no password where one is asked for, no TLS where it must be. The server never sends it
            // to a client.
            Map.entry("08004", LoadError.DESTINATION_UNAUTHENTICATED),
            Map.entry("08P01", LoadError.DESTINATION_FAILED),
            Map.entry("25006", LoadError.DESTINATION_UNAVAILABLE),
            Map.entry("25P02", LoadError.DESTINATION_UNAVAILABLE),
            Map.entry("25P03", LoadError.DESTINATION_UNAVAILABLE),
            Map.entry("25P04", LoadError.DESTINATION_UNAVAILABLE),
            Map.entry("3D000", LoadError.CONFIG_INVALID),
            Map.entry("3F000", LoadError.CONFIG_INVALID),
            Map.entry("42P01", LoadError.TABLE_MISSING),
            Map.entry("42P10", LoadError.SCHEMA_MISMATCH),
            Map.entry("42703", LoadError.SCHEMA_MISMATCH),
            Map.entry("42804", LoadError.SCHEMA_MISMATCH),
            Map.entry("42809", LoadError.SCHEMA_MISMATCH),
            Map.entry("428C9", LoadError.SCHEMA_MISMATCH),
            Map.entry("55P03", LoadError.DESTINATION_UNAVAILABLE),
            Map.entry("55006", LoadError.DESTINATION_UNAVAILABLE),
            Map.entry("57014", LoadError.DESTINATION_UNAVAILABLE),
            Map.entry("57P04", LoadError.CONFIG_INVALID),
            Map.entry("58030", LoadError.DESTINATION_EXHAUSTED));

    private static final Map<String, LoadError> CLASSES = Map.of(
            "08", LoadError.DESTINATION_UNAVAILABLE,
            "21", LoadError.VALUE_REFUSED,
            "22", LoadError.VALUE_REFUSED,
            "23", LoadError.VALUE_REFUSED,
            "28", LoadError.DESTINATION_UNAUTHENTICATED,
            "40", LoadError.DESTINATION_UNAVAILABLE,
            "44", LoadError.VALUE_REFUSED,
            "53", LoadError.DESTINATION_EXHAUSTED,
            "57", LoadError.DESTINATION_UNAVAILABLE);

    private static final Map<LoadError, String> ADVICE = Map.of(
            LoadError.DESTINATION_UNAUTHENTICATED, "Check user, password, sslmode and certificates",
            LoadError.CONFIG_INVALID, "Check the URI's database and schema",
            LoadError.TABLE_MISSING, "Create the table, or allow the load to create it",
            LoadError.SCHEMA_MISMATCH, "Change the table or the query, or load into another table",
            LoadError.VALUE_REFUSED, "Change the query or the table, or choose another setting for the type",
            LoadError.DESTINATION_FAILED, "The server will refuse it again: see its message");

    private static final Map<String, String> ADVICE_BY_STATE = Map.of(
            "42501",
            "Let the user have the right, such as GRANT USAGE, CREATE ON SCHEMA … TO …, or load as somebody who has it");

    private final String place;

    SqlErrors(String place) {
        this.place = place;
    }

    AmpException translate(SQLException failure) {
        AmpException ours = findOurs(failure);
        if (ours != null) {
            return ours;
        }
        LoadError code = code(failure);
        String state = state(failure);
        String advice = ADVICE_BY_STATE.getOrDefault(String.valueOf(state), ADVICE.getOrDefault(code, ""));
        return new AmpException(
                code,
                place + (state == null ? "" : " [" + state + "]") + ": "
                        + deepest(failure).getMessage() + (advice.isEmpty() ? "" : ". " + advice),
                failure);
    }

    static LoadError code(SQLException failure) {
        if (isUntrusted(failure) || isWrongHost(failure)) {
            return LoadError.DESTINATION_UNAUTHENTICATED;
        }
        String state = state(failure);
        if (state == null) {
            // The pool has no connection to give, and none failed: all are in use.
            return failure instanceof SQLTransientConnectionException
                    ? LoadError.DESTINATION_EXHAUSTED
                    : LoadError.DESTINATION_FAILED;
        }
        LoadError exact = STATES.get(state);
        return exact != null ? exact : CLASSES.getOrDefault(state.substring(0, 2), LoadError.DESTINATION_FAILED);
    }

    /** The certificate is not trusted, or the file of those that are is missing: trying again changes nothing. */
    private static boolean isUntrusted(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException
                    || cause instanceof SSLPeerUnverifiedException
                    || cause instanceof FileNotFoundException) {
                return true;
            }
        }
        return false;
    }

    /** The certificate is not the host's: the driver's one failure of a connection that neither network nor server caused. */
    private static boolean isWrongHost(SQLException failure) {
        return deepest(failure) instanceof PSQLException driver
                && CONNECTION_FAILURE.equals(driver.getSQLState())
                && driver.getCause() == null
                && driver.getServerErrorMessage() == null;
    }

    /** The driver's state, below what the pool wraps around it. */
    static @Nullable String state(SQLException failure) {
        String state = deepest(failure).getSQLState();
        return state == null || state.length() != 5 ? null : state;
    }

    private static SQLException deepest(SQLException failure) {
        SQLException deepest = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException driver) {
                deepest = driver;
            }
        }
        return deepest;
    }

    private static @Nullable AmpException findOurs(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AmpException ours) {
                return ours;
            }
        }
        return null;
    }
}
