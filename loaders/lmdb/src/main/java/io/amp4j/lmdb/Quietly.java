package io.amp4j.lmdb;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends what may be broken already: LMDB drops what was not committed in any case. */
final class Quietly {
    private static final Logger LOG = LoggerFactory.getLogger(Quietly.class);

    private Quietly() {}

    static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            LOG.debug("closing a part of an LMDB session", e);
        }
    }
}
