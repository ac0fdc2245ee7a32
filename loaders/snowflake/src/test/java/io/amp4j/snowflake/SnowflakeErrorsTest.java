package io.amp4j.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.loader.LoadError;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnowflakeErrorsTest {
    @ParameterizedTest
    @CsvSource({
        "625, 57014, DESTINATION_UNAVAILABLE", // waited too long for a lock
        "390114, 08001, DESTINATION_UNAVAILABLE", // the token has expired
        "390100, 08001, DESTINATION_UNAUTHENTICATED", // wrong password
        "390144, 08001, DESTINATION_UNAUTHENTICATED", // wrong key
        "606, 57P03, CONFIG_INVALID", // no warehouse
        "2003, 42S02, TABLE_MISSING",
        "3001, 42501, DESTINATION_FAILED", // not granted
        "90073, 57014, DESTINATION_EXHAUSTED", // quota
        "100035, 22007, VALUE_REFUSED",
        "200015, 58030, DESTINATION_UNAVAILABLE", // the driver's: the network
        "1003, 42000, DESTINATION_FAILED" // a syntax error
    })
    void is_told_by_snowflakes_own_code(int number, String state, LoadError expected) {
        SQLException driver = new SQLException("what the server said", state, number);
        SQLException pooled = new SQLTransientConnectionException("pool", driver);
        assertThat(new SnowflakeErrors("place").translate(driver).code()).isEqualTo(expected);
        assertThat(new SnowflakeErrors("place").translate(pooled).code()).isEqualTo(expected);
    }
}
