/** The wire: Flight messages over gRPC, and everything that goes wrong on purpose. */
@NullMarked
package io.amp4j.devnet.internal.wire;

import org.jspecify.annotations.NullMarked;
