/** Kills loaders and servers at random moments, and compares what is left with the canonical chain. */
@NullMarked
package io.amp4j.loader.testkit.soak;

import org.jspecify.annotations.NullMarked;
