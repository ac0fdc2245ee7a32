package io.amp4j.loader.sql;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Tells a lost server from a newer job. For loaders whose newer job ends the connections of an older one's units: to the older job both look alike, and
 * only the epoch in the database knows. Stateless and thread-safe.
 */
public final class SqlFencing {
    private SqlFencing() {}

    /**
     * What the failure of a unit means.
     *
     * @param failure the failure as the driver's codes tell it
     * @param fresh makes a connection that the failure does not concern; it is closed here
     * @param epochCheck throws {@link AmpException} with {@link LoadError#FENCED} or {@link LoadError#STATE_LOST} if the stream is no longer the session's
     * @return the check's refusal, if the failure is {@link LoadError#DESTINATION_UNAVAILABLE} and the check refuses; else the failure itself. The one that
     *     is not returned is among the suppressed ones of the other
     */
    public static AmpException orFenced(AmpException failure, Connector fresh, EpochCheck epochCheck) {
        if (failure.code() != LoadError.DESTINATION_UNAVAILABLE) {
            return failure;
        }
        try (Connection connection = fresh.connect()) {
            epochCheck.require(connection);
        } catch (AmpException e) {
            e.addSuppressed(failure);
            return e;
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    /** Makes connections. */
    @FunctionalInterface
    public interface Connector {
        /**
         * Makes one.
         *
         * @return a connection of its own, without automatic commits
         * @throws SQLException if the database cannot be reached
         */
        Connection connect() throws SQLException;
    }

    /** Asks whether the stream is still the session's. */
    @FunctionalInterface
    public interface EpochCheck {
        /**
         * Asks, and does nothing if it is.
         *
         * @param connection where to ask
         * @throws AmpException if it is not
         * @throws SQLException if the database cannot say
         */
        void require(Connection connection) throws SQLException;
    }
}
