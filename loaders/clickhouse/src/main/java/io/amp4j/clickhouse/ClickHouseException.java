package io.amp4j.clickhouse;

import io.amp4j.client.AmpException;
import io.amp4j.client.ErrorCode;
import java.io.Serial;

/** An error that ClickHouse answered, with its own number. */
final class ClickHouseException extends AmpException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int serverCode;

    ClickHouseException(ErrorCode code, int serverCode, String message) {
        super(code, message);
        this.serverCode = serverCode;
    }

    int serverCode() {
        return serverCode;
    }
}
