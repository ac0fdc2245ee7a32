/** Loads into Snowflake: staged Parquet or bound arrays, rows and stream state in one transaction. */
@NullMarked
package io.amp4j.snowflake;

import org.jspecify.annotations.NullMarked;
