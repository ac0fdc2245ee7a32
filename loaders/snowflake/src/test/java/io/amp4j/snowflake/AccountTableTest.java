package io.amp4j.snowflake;

import io.amp4j.loader.testkit.TableContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

@RealAccount
class AccountTableTest extends TableContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new AccountStore();
    }
}
