@NullMarked
package io.github.cloudunmap.config;

import org.jspecify.annotations.NullMarked;
