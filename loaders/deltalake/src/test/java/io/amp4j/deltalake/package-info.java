/** Delta tables in real folders and buckets, read back through their logs. */
@NullMarked
package io.amp4j.deltalake;

import org.jspecify.annotations.NullMarked;
