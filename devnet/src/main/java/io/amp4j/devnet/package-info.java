/** An Amp server in the JVM: the same wire protocol, over a chain that grows and reorganises on demand. */
@NullMarked
package io.amp4j.devnet;

import org.jspecify.annotations.NullMarked;
