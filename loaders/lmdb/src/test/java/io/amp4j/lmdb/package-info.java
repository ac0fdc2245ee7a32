@NullMarked
package io.amp4j.lmdb;

import org.jspecify.annotations.NullMarked;
