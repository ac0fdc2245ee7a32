/** From Arrow vectors to PostgreSQL's binary COPY format: types and column encoders. */
@NullMarked
package io.amp4j.postgresql.internal.copy;

import org.jspecify.annotations.NullMarked;
