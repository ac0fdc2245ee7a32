/** A storage system in memory and its loader: the contract at its shortest, and a fast destination for tests. */
@NullMarked
package io.amp4j.loader.testkit.memory;

import org.jspecify.annotations.NullMarked;
