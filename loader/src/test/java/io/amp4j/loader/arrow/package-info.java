/** Tests of the package of the same name. */
@NullMarked
package io.amp4j.loader.arrow;

import org.jspecify.annotations.NullMarked;
