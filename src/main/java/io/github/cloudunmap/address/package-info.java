/**
 * Addresses of both families, and the prefixes that EC2 delegates. It answers which texts are plain addresses, which of
 * them mean the same address, and whether a prefix contains one.
 */
@NullMarked
package io.github.cloudunmap.address;

import org.jspecify.annotations.NullMarked;
