package io.amp4j.snowflake;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** Where tests find a Snowflake, and in it a place of its own for each. */
interface SnowflakeHome {
    /** Makes an empty place. */
    String newPlace();

    /** The URI of a place, without secrets. */
    String uri(String place);

    /** What a loader is told beside the URI. */
    Map<String, String> settings();

    /** Logs in to a place, to look at what a loader left. */
    Connection connect(String place) throws SQLException;

    /** Removes a place. */
    void drop(String place);

    default void execute(String place, String sql) {
        try (Connection connection = connect(place);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
