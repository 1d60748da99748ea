@NullMarked
package io.github.cloudunmap.config.yaml;

import org.jspecify.annotations.NullMarked;
