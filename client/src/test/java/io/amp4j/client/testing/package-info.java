/** Servers and data for the client's tests. */
@NullMarked
package io.amp4j.client.testing;

import org.jspecify.annotations.NullMarked;
