package io.amp4j.loader.internal;

import java.util.OptionalLong;

/** The newest block of the tables that a query reads. */
@FunctionalInterface
interface HeadSource {
    /**
     * Asks the server.
     *
     * @return the block's number, or empty if the server does not say
     */
    OptionalLong newest();
}
