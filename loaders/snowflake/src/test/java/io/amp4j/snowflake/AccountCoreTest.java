package io.amp4j.snowflake;

import io.amp4j.loader.testkit.CoreContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

@RealAccount
class AccountCoreTest extends CoreContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new AccountStore();
    }
}
