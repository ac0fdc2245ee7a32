package io.amp4j.loader.sql;

import io.amp4j.loader.spi.StoreGreeting;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Optional;

/** How a database introduces itself by its driver. */
public final class SqlGreeting {
    private SqlGreeting() {}

    /**
     * What the driver has learnt while it logged in.
     *
     * @param connection a connection; stays open
     * @return product, version and user
     * @throws SQLException if the driver asks the database, and that fails
     */
    public static StoreGreeting of(Connection connection) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        String store = database.getDatabaseProductName() + " " + database.getDatabaseProductVersion();
        return new StoreGreeting(store, Optional.ofNullable(database.getUserName()));
    }
}
