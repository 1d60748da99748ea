@NullMarked
package io.github.cloudunmap.process;

import org.jspecify.annotations.NullMarked;
