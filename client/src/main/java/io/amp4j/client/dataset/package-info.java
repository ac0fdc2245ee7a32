/** What a dataset is called, what it is made from, and what it holds: the words that Admin API and registry share. */
@NullMarked
package io.amp4j.client.dataset;

import org.jspecify.annotations.NullMarked;
