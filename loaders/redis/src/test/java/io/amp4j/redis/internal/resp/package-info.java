@NullMarked
package io.amp4j.redis.internal.resp;

import org.jspecify.annotations.NullMarked;
