/** What Delta Kernel needs of an engine, over a storage and without Hadoop. */
@NullMarked
package io.amp4j.deltalake.internal;

import org.jspecify.annotations.NullMarked;
