/** A server that speaks S3's protocol, in the JVM, and what was forced to disk; for tests. */
@NullMarked
package io.amp4j.storage.testkit;

import org.jspecify.annotations.NullMarked;
