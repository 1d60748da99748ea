/**
 * Reads EC2 and judges whether its answers can be trusted. All services share one directory for each role and region.
 * Nothing here knows the AWS SDK.
 */
@NullMarked
package io.github.cloudunmap.fleet;

import org.jspecify.annotations.NullMarked;
