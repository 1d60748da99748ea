/** How AWS behaves in what the program relies on, asked of every backend that stands in for it. */
@NullMarked
package io.github.cloudunmap.contract;

import org.jspecify.annotations.NullMarked;
