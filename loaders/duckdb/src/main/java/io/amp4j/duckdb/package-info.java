/** Loads into DuckDB: a unit is one transaction, and rows go in through Arrow's C data interface. */
@NullMarked
package io.amp4j.duckdb;

import org.jspecify.annotations.NullMarked;
