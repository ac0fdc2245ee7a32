/** The chain: blocks, forks, and what a cursor means to them. */
@NullMarked
package io.amp4j.devnet.internal.chain;

import org.jspecify.annotations.NullMarked;
