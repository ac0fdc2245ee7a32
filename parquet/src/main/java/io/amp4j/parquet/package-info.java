/** Arrow to Parquet, column by column: vectors in, a file and what its table needs to know about it out. */
@NullMarked
package io.amp4j.parquet;

import org.jspecify.annotations.NullMarked;
