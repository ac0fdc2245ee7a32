/** The queries: what is asked, what is refused, and how it is run. */
@NullMarked
package io.amp4j.devnet.internal.sql;

import org.jspecify.annotations.NullMarked;
