package io.amp4j.lmdb;

import io.amp4j.loader.spi.StreamState;

/**
 * A stream as the environment holds it.
 *
 * @param number stands for its id in keys: four bytes
 * @param state what is committed
 */
record StoredStream(int number, StreamState state) {}
