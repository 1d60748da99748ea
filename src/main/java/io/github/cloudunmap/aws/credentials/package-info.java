/** Finds the credentials that requests are signed with. */
@NullMarked
package io.github.cloudunmap.aws.credentials;

import org.jspecify.annotations.NullMarked;
