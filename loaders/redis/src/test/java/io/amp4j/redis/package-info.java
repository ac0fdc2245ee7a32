@NullMarked
package io.amp4j.redis;

import org.jspecify.annotations.NullMarked;
