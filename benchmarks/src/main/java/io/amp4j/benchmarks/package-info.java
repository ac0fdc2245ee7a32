/** How fast, against what: ratios measured in one run, since figures of different runs do not compare. */
@NullMarked
package io.amp4j.benchmarks;

import org.jspecify.annotations.NullMarked;
