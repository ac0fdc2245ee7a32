/** From the bytes of a message to vectors that are safe to read: everything a server sends is checked here, once. */
@NullMarked
package io.amp4j.client.internal.decode;

import org.jspecify.annotations.NullMarked;
