/** Tests of the package of the same name. */
@NullMarked
package io.amp4j.loader.internal;

import org.jspecify.annotations.NullMarked;
