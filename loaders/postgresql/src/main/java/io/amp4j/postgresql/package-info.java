/** The PostgreSQL loader: binary COPY, with rows, deletions and stream state in one transaction. */
@NullMarked
package io.amp4j.postgresql;

import org.jspecify.annotations.NullMarked;
