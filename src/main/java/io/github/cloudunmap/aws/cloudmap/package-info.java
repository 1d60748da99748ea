/** Cloud Map: what is registered, and how a registration is removed. */
@NullMarked
package io.github.cloudunmap.aws.cloudmap;

import org.jspecify.annotations.NullMarked;
