/** A server that speaks S3's protocol, in the JVM, for tests. */
@NullMarked
package io.amp4j.storage.testkit;

import org.jspecify.annotations.NullMarked;
