/** Reading Arrow memory without an object for each value, for loaders that turn vectors into bytes. */
@NullMarked
package io.amp4j.loader.arrow;

import org.jspecify.annotations.NullMarked;
