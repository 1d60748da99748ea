/** The status of the program as values, and its rendering: a page for people, and JSON for programs. */
@NullMarked
package io.github.cloudunmap.status;

import org.jspecify.annotations.NullMarked;
