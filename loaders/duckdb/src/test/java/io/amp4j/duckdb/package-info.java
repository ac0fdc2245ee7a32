/** The loader contract on a real DuckDB, and what is DuckDB's own. */
@NullMarked
package io.amp4j.duckdb;

import org.jspecify.annotations.NullMarked;
