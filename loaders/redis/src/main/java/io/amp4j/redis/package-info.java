/** Loads into Redis: commands encoded from vectors, rows, index and state in one transaction. */
@NullMarked
package io.amp4j.redis;

import org.jspecify.annotations.NullMarked;
