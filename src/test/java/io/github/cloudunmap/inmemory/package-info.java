/** Tests of the in-memory AWS beyond what the contract suite asks of every backend. */
@NullMarked
package io.github.cloudunmap.inmemory;

import org.jspecify.annotations.NullMarked;
