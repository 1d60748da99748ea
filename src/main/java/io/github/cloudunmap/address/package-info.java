/**
 * IPv4 and IPv6 addresses, and the prefixes that EC2 delegates to network interfaces: which texts are plain addresses,
 * which texts mean the same address, and which addresses a prefix contains.
 */
@NullMarked
package io.github.cloudunmap.address;

import org.jspecify.annotations.NullMarked;
