/** Tests of the package of the same name. */
@NullMarked
package io.amp4j.loader.sql;

import org.jspecify.annotations.NullMarked;
