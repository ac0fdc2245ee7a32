/** Label tables from files, joined to a query's rows on this side: names of tokens beside their addresses. */
@NullMarked
package io.amp4j.loader.labels;

import org.jspecify.annotations.NullMarked;
