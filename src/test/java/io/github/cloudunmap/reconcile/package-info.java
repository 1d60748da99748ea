@NullMarked
package io.github.cloudunmap.reconcile;

import org.jspecify.annotations.NullMarked;
