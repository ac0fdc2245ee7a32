/** Loads into Apache Iceberg tables: each snapshot carries the stream state. */
@NullMarked
package io.amp4j.iceberg;

import org.jspecify.annotations.NullMarked;
