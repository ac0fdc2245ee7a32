/** From Arrow vectors to text and JSON, straight into the bytes of commands. */
@NullMarked
package io.amp4j.redis.internal.text;

import org.jspecify.annotations.NullMarked;
