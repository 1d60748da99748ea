@NullMarked
package io.github.cloudunmap.events;

import org.jspecify.annotations.NullMarked;
