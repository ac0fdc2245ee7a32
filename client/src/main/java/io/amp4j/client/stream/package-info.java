/** The stream machine: what a stream's messages mean for what was already seen. Pure, without clock or I/O. */
@NullMarked
package io.amp4j.client.stream;

import org.jspecify.annotations.NullMarked;
