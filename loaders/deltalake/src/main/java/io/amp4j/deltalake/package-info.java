/** Loads into Delta Lake tables: each commit carries the stream state. */
@NullMarked
package io.amp4j.deltalake;

import org.jspecify.annotations.NullMarked;
