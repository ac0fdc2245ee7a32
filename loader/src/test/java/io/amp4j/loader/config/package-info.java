/** Tests of the package of the same name. */
@NullMarked
package io.amp4j.loader.config;

import org.jspecify.annotations.NullMarked;
