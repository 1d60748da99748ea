@NullMarked
package io.github.cloudunmap.status;

import org.jspecify.annotations.NullMarked;
