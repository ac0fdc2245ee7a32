/** Tests of the package of the same name. */
@NullMarked
package io.amp4j.loader.labels;

import org.jspecify.annotations.NullMarked;
