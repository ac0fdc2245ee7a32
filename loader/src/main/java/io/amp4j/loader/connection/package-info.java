/** Destinations that have a name: kept in a file of the user's, in an environment variable, or in the Python client's file. */
@NullMarked
package io.amp4j.loader.connection;

import org.jspecify.annotations.NullMarked;
