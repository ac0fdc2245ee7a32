/** Queries an Amp server over Arrow Flight SQL: batches as they come, bounded or live. */
@NullMarked
package io.amp4j.client;

import org.jspecify.annotations.NullMarked;
