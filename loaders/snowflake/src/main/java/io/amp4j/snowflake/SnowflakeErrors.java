package io.amp4j.snowflake;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a failure means: by Snowflake's own number first, then by SQLSTATE and its class. */
final class SnowflakeErrors {
    /** An object does not exist, or the role may not see it. */
    private static final int MISSING = 2003;

    private static final int BEHIND = 2043;

    /** Numbers that Snowflake's documentation of errors and its driver give; SQLSTATE is too coarse for them. */
    private static final Map<Integer, LoadError> NUMBERS = Map.ofEntries(
            Map.entry(604, LoadError.DESTINATION_UNAVAILABLE), // the query was cancelled
            Map.entry(606, LoadError.CONFIG_INVALID), // no warehouse is selected
            Map.entry(625, LoadError.DESTINATION_UNAVAILABLE), // a lock was waited for too long
            Map.entry(630, LoadError.DESTINATION_UNAVAILABLE), // the statement took too long
            Map.entry(MISSING, LoadError.TABLE_MISSING),
            Map.entry(BEHIND, LoadError.CONFIG_INVALID), // database, schema or warehouse is missing
            Map.entry(3001, LoadError.DESTINATION_FAILED), // the role may not
            Map.entry(90073, LoadError.DESTINATION_EXHAUSTED), // the resource monitor's quota is used up
            Map.entry(90105, LoadError.CONFIG_INVALID), // no current database
            Map.entry(390100, LoadError.DESTINATION_UNAUTHENTICATED), // wrong user or password
            Map.entry(390101, LoadError.DESTINATION_UNAUTHENTICATED), // the user is locked
            Map.entry(390103, LoadError.DESTINATION_UNAVAILABLE), // the session is gone: a new one is made
            Map.entry(390104, LoadError.DESTINATION_UNAVAILABLE),
            Map.entry(390111, LoadError.DESTINATION_UNAVAILABLE),
            Map.entry(390112, LoadError.DESTINATION_UNAVAILABLE),
            Map.entry(390114, LoadError.DESTINATION_UNAVAILABLE), // the token has expired
            Map.entry(390144, LoadError.DESTINATION_UNAUTHENTICATED), // the key is not the user's
            Map.entry(390201, LoadError.CONFIG_INVALID), // database, schema, role or warehouse does not exist
            Map.entry(390318, LoadError.DESTINATION_UNAUTHENTICATED), // the OAuth token has expired
            Map.entry(390303, LoadError.DESTINATION_UNAUTHENTICATED)); // the OAuth token is not valid

    private static final Map<String, LoadError> CLASSES = Map.of(
            "08", LoadError.DESTINATION_UNAVAILABLE,
            "22", LoadError.VALUE_REFUSED,
            "23", LoadError.VALUE_REFUSED,
            "28", LoadError.DESTINATION_UNAUTHENTICATED,
            "40", LoadError.DESTINATION_UNAVAILABLE,
            "53", LoadError.DESTINATION_EXHAUSTED,
            "57", LoadError.DESTINATION_UNAVAILABLE,
            "58", LoadError.DESTINATION_UNAVAILABLE);

    private static final Map<LoadError, String> ADVICE = Map.of(
            LoadError.DESTINATION_UNAUTHENTICATED, "Check user, password, key or token",
            LoadError.CONFIG_INVALID, "Check the URI's account, database, schema, role and warehouse, and their case",
            LoadError.TABLE_MISSING, "Create it, grant it to the role, or allow the load to create it",
            LoadError.VALUE_REFUSED, "Change the query or the table",
            LoadError.DESTINATION_FAILED, "The server will refuse it again: see its message");

    private final String place;

    SnowflakeErrors(String place) {
        this.place = place;
    }

    AmpException translate(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AmpException ours) {
                return ours;
            }
        }
        SQLException deepest = deepest(failure);
        LoadError code = code(deepest);
        String advice = ADVICE.get(code);
        return new AmpException(
                code,
                place + (deepest.getErrorCode() == 0 ? "" : " [" + deepest.getErrorCode() + "]") + ": "
                        + deepest.getMessage() + (advice == null ? "" : ". " + advice),
                failure);
    }

    /** Whether it says that a table is missing, or its schema or database. */
    static boolean isMissing(SQLException failure) {
        return deepest(failure).getErrorCode() == MISSING;
    }

    private static LoadError code(SQLException failure) {
        LoadError exact = NUMBERS.get(failure.getErrorCode());
        if (exact != null) {
            return exact;
        }
        String state = failure.getSQLState();
        if (state == null || state.length() < 2) {
            // The pool has no connection to give, and none failed: all are in use.
            return failure instanceof SQLTransientConnectionException
                    ? LoadError.DESTINATION_EXHAUSTED
                    : LoadError.DESTINATION_FAILED;
        }
        return CLASSES.getOrDefault(state.substring(0, 2), LoadError.DESTINATION_FAILED);
    }

    /** The driver's failure, below what the pool wraps around it. */
    private static SQLException deepest(SQLException failure) {
        SQLException deepest = failure;
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getErrorCode() != 0) {
                deepest = sql;
            }
        }
        return deepest;
    }
}
