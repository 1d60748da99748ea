@NullMarked
package io.github.cloudunmap.fleet;

import org.jspecify.annotations.NullMarked;
