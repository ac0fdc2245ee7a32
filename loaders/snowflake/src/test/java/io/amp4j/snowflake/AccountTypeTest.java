package io.amp4j.snowflake;

import io.amp4j.loader.testkit.TestStore;
import io.amp4j.loader.testkit.TypeContract;
import java.nio.file.Path;

@RealAccount
class AccountTypeTest extends TypeContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new AccountStore();
    }
}
