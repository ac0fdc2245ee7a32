@NullMarked
package io.amp4j.clickhouse;

import org.jspecify.annotations.NullMarked;
