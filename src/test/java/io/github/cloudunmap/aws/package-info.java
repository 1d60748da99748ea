@NullMarked
package io.github.cloudunmap.aws;

import org.jspecify.annotations.NullMarked;
