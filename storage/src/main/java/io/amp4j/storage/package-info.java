/** Files on a disk or in an S3 bucket, behind one interface. */
@NullMarked
package io.amp4j.storage;

import org.jspecify.annotations.NullMarked;
