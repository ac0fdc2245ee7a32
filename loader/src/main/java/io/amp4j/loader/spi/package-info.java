/**
 * The contract of a loader: what a storage system must do so that rows are loaded exactly once.
 *
 * <p>The engine drives it in this order, and a loader may rely on it:
 *
 * <pre>{@code
 * LoaderProvider.create(config) ─► Loader.open(request) ─► LoadSession
 *     LoadSession.begin() ─► Unit:  delete? ─ write* ─ commit      or close, which rolls back
 *     after any failure:  close the unit ─► LoadSession.recover() ─► begin() again
 * }</pre>
 */
@NullMarked
package io.amp4j.loader.spi;

import org.jspecify.annotations.NullMarked;
