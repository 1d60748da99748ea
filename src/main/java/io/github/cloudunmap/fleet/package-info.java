/**
 * Reads EC2 and judges whether its answers can be trusted. All services that read a region with the same role share
 * one directory, the view of that region's instances. Nothing in this package knows the AWS SDK.
 */
@NullMarked
package io.github.cloudunmap.fleet;

import org.jspecify.annotations.NullMarked;
