/** Memory for Arrow vectors beyond what an allocator does. */
@NullMarked
package io.amp4j.client.memory;

import org.jspecify.annotations.NullMarked;
