/** The Redis loader: commands encoded from vectors; rows, index and stream state in one transaction. */
@NullMarked
package io.amp4j.redis;

import org.jspecify.annotations.NullMarked;
