/** What stands behind the client's interfaces. */
@NullMarked
package io.amp4j.client.internal;

import org.jspecify.annotations.NullMarked;
