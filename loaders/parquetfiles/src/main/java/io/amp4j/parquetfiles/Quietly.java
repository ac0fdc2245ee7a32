package io.amp4j.parquetfiles;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends what may be broken already. */
final class Quietly {
    private static final Logger LOG = LoggerFactory.getLogger(Quietly.class);

    private Quietly() {}

    static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            LOG.debug("closing a file that is given up", e);
        }
    }
}
