/** Cloud Map: lists registrations, and removes them. */
@NullMarked
package io.github.cloudunmap.aws.cloudmap;

import org.jspecify.annotations.NullMarked;
