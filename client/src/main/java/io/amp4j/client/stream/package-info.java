/** The stream machine, pure and without I/O: what messages mean for what was seen; and streams over it for own consumers. */
@NullMarked
package io.amp4j.client.stream;

import org.jspecify.annotations.NullMarked;
