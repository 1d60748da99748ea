/** How requests leave this machine: through which proxy, and trusting whose certificates. */
@NullMarked
package io.github.cloudunmap.aws.http;

import org.jspecify.annotations.NullMarked;
