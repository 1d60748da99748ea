@NullMarked
package io.github.cloudunmap.text;

import org.jspecify.annotations.NullMarked;
