package io.amp4j.devnet.internal.table;

/** Walks over the rows of a table. */
interface RowCursor {
    /** Goes to the next row; false at the end. */
    boolean advance();
}
