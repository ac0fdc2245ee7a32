/** The registry: datasets that others published, and one's own to publish. */
@NullMarked
package io.amp4j.client.registry;

import org.jspecify.annotations.NullMarked;
