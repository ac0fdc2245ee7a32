/** What the Iceberg loader promises, with real tables, read back by Iceberg's own readers. */
@NullMarked
package io.amp4j.iceberg;

import org.jspecify.annotations.NullMarked;
