@NullMarked
package io.amp4j.parquetfiles;

import org.jspecify.annotations.NullMarked;
