package io.amp4j.snowflake;

import org.apache.arrow.vector.types.pojo.Field;

/** A schema of a real account, which takes what Snowflake's documentation says, and is dropped when the test has ended. */
class AccountStore extends SnowflakeStore {
    AccountStore() {
        this("");
    }

    AccountStore(String query) {
        super(new SnowflakeAccount(System.getenv()), query);
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
