/** Arrow memory without an object for each value, for loaders that turn vectors into bytes: where values stand, and the one way in which they become text and JSON. */
@NullMarked
package io.amp4j.loader.arrow;

import org.jspecify.annotations.NullMarked;
