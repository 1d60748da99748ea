@NullMarked
package io.github.cloudunmap.iam;

import org.jspecify.annotations.NullMarked;
