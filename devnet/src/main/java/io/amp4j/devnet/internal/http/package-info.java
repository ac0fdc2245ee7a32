/** What an Amp server and its hosted services answer over HTTP: Admin API, registry, auth platform; in memory, on 127.0.0.1. */
@NullMarked
package io.amp4j.devnet.internal.http;

import org.jspecify.annotations.NullMarked;
