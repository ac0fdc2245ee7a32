/** The tables: rows of blocks, written straight into vectors. */
@NullMarked
package io.amp4j.devnet.internal.table;

import org.jspecify.annotations.NullMarked;
