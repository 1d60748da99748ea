/** Finds the credentials that sign the requests. */
@NullMarked
package io.github.cloudunmap.aws.credentials;

import org.jspecify.annotations.NullMarked;
