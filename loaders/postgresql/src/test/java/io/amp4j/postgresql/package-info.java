/** What the loader promises, on a real server. */
@NullMarked
package io.amp4j.postgresql;

import org.jspecify.annotations.NullMarked;
