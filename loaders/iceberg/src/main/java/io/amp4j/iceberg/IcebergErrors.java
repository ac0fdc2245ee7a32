package io.amp4j.iceberg;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.parquet.ParquetError;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Turns the exceptions of Iceberg, of the Parquet writer and of catalogs' databases into ours: by their types and codes. */
final class IcebergErrors {
    private IcebergErrors() {}

    static AmpException translate(RuntimeException error, String where) {
        if (error instanceof AmpException amp) {
            return ofWriter(amp);
        }
        LoadError code = code(error);
        return new AmpException(code, "Iceberg (" + where + "): " + error.getMessage() + hint(code), error);
    }

    private static AmpException ofWriter(AmpException error) {
        if (error.code() == ParquetError.VALUE || error.code() == ParquetError.NULL) {
            return new AmpException(LoadError.VALUE_REFUSED, String.valueOf(error.getMessage()), error);
        }
        return error.code() == ParquetError.TYPE
                ? new AmpException(LoadError.UNSUPPORTED, String.valueOf(error.getMessage()), error)
                : error;
    }

    private static LoadError code(RuntimeException error) {
        if (error instanceof NotAuthorizedException || error instanceof ForbiddenException) {
            return LoadError.DESTINATION_UNAUTHENTICATED;
        }
        if (error instanceof NoSuchTableException) {
            return LoadError.TABLE_MISSING;
        }
        if (error instanceof UncheckedSQLException && error.getCause() instanceof SQLException cause) {
            return code(cause);
        }
        boolean forGood = error instanceof IllegalArgumentException
                || error instanceof IllegalStateException
                || error instanceof UnsupportedOperationException
                || error instanceof NullPointerException
                || error instanceof NotFoundException
                || error instanceof ValidationException;
        // Whatever else it is, a server or a network may recover from it; the retry policy ends what does not.
        return forGood ? LoadError.DESTINATION_FAILED : LoadError.DESTINATION_UNAVAILABLE;
    }

    private static LoadError code(SQLException error) {
        if (error instanceof SQLiteException sqlite) {
            return code(sqlite.getResultCode());
        }
        String state = error.getSQLState();
        if (error instanceof SQLTransientException || startsWith(state, "08") || startsWith(state, "57")) {
            return LoadError.DESTINATION_UNAVAILABLE;
        }
        if (startsWith(state, "28")) {
            return LoadError.DESTINATION_UNAUTHENTICATED;
        }
        return startsWith(state, "53") ? LoadError.DESTINATION_EXHAUSTED : LoadError.DESTINATION_FAILED;
    }

    private static boolean startsWith(@Nullable String state, String prefix) {
        return state != null && state.startsWith(prefix);
    }

    private static LoadError code(SQLiteErrorCode code) {
        // The low byte is the primary code of an extended one.
        int primary = code.code & 0xff;
        if (primary == SQLiteErrorCode.SQLITE_BUSY.code || primary == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return LoadError.DESTINATION_UNAVAILABLE;
        }
        return primary == SQLiteErrorCode.SQLITE_FULL.code
                ? LoadError.DESTINATION_EXHAUSTED
                : LoadError.DESTINATION_FAILED;
    }

    private static String hint(LoadError code) {
        return code == LoadError.DESTINATION_EXHAUSTED ? ". Free space" : "";
    }
}
