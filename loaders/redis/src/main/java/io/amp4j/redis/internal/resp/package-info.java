/** Redis's protocol as bytes: commands that are built without an object each, and their replies. */
@NullMarked
package io.amp4j.redis.internal.resp;

import org.jspecify.annotations.NullMarked;
