/** What a storage promises, on a disk and on S3. */
@NullMarked
package io.amp4j.storage;

import org.jspecify.annotations.NullMarked;
