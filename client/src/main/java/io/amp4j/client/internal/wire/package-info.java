/** Flight's two calls over gRPC: what is sent, what comes back, and how fast it may come. */
@NullMarked
package io.amp4j.client.internal.wire;

import org.jspecify.annotations.NullMarked;
