package io.amp4j.snowflake;

import org.apache.arrow.vector.types.pojo.Field;

/** A schema of a real account, which takes what Snowflake's documentation says, and is dropped when the test has ended. */
final class AccountStore extends SnowflakeStore {
    AccountStore() {
        super(new SnowflakeAccount(System.getenv()), "");
    }

    @Override
    public boolean peerTakes(Field field) {
        return true;
    }

    @Override
    public boolean peerTakes(String name) {
        return true;
    }

    @Override
    public void close() {
        home().drop(place());
    }
}
