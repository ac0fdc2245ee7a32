/** The one configuration model: a key is declared once, and read from code, a URI, a connection file or the environment. */
@NullMarked
package io.amp4j.loader.config;

import org.jspecify.annotations.NullMarked;
