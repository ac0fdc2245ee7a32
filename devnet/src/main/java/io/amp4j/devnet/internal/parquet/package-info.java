/** Datasets made of Parquet files: their rows, their exact types, and the chain that their blocks are. */
@NullMarked
package io.amp4j.devnet.internal.parquet;

import org.jspecify.annotations.NullMarked;
