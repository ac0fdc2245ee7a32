/** Loads into LMDB: rows, index and state in one write transaction. */
@NullMarked
package io.amp4j.lmdb;

import org.jspecify.annotations.NullMarked;
