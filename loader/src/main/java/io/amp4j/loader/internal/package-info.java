/** The load engine behind {@link io.amp4j.loader.Loads}; belongs to this module alone. */
@NullMarked
package io.amp4j.loader.internal;

import org.jspecify.annotations.NullMarked;
