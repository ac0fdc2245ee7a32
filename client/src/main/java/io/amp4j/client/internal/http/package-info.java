/** JSON over HTTP: one call at a time, with bounded answers, coded errors, and a token that goes to one host only. */
@NullMarked
package io.amp4j.client.internal.http;

import org.jspecify.annotations.NullMarked;
