/** The status of the program: values, and their rendering as a page for people and as JSON for programs. */
@NullMarked
package io.github.cloudunmap.status;

import org.jspecify.annotations.NullMarked;
