/** The Admin API of an Amp server: datasets, jobs, manifests, providers, revisions, files, schemas, workers. */
@NullMarked
package io.amp4j.client.admin;

import org.jspecify.annotations.NullMarked;
