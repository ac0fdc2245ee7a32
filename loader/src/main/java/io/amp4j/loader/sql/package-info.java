/** Helpers for loaders that speak SQL through JDBC: quoting, tables, and the stream state in three tables of its own. */
@NullMarked
package io.amp4j.loader.sql;

import org.jspecify.annotations.NullMarked;
