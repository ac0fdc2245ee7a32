/** Every type, read back from a real server. */
@NullMarked
package io.amp4j.postgresql.internal.copy;

import org.jspecify.annotations.NullMarked;
