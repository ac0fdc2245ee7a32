/** Loads into a directory of Parquet files, listed by a manifest that carries the stream state. */
@NullMarked
package io.amp4j.parquetfiles;

import org.jspecify.annotations.NullMarked;
