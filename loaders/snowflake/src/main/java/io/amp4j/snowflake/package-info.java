/**
 * Loads into Snowflake: staged Parquet or bound arrays, rows and stream state in one transaction; or, as an experiment, rows through Snowpipe Streaming under a view
 * that hides what is not committed.
 */
@NullMarked
package io.amp4j.snowflake;

import org.jspecify.annotations.NullMarked;
