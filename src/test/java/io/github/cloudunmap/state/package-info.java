@NullMarked
package io.github.cloudunmap.state;

import org.jspecify.annotations.NullMarked;
