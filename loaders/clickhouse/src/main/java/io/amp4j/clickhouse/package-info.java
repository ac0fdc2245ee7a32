/** Loads into ClickHouse over HTTP: Arrow streams in, state in a log table beside the rows, exact at rest. */
@NullMarked
package io.amp4j.clickhouse;

import org.jspecify.annotations.NullMarked;
