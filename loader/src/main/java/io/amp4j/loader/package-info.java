/** Loads a query's answer into a storage system, live and exactly once. */
@NullMarked
package io.amp4j.loader;

import org.jspecify.annotations.NullMarked;
