/**
 * Reads EC2 and judges whether its answers can be trusted. All services that read a region with the same role share
 * one directory, which has the region's cache and sends the requests. This package does not use the AWS SDK.
 */
@NullMarked
package io.github.cloudunmap.fleet;

import org.jspecify.annotations.NullMarked;
