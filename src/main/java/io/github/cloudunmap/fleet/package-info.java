/**
 * What EC2 says, and whether it is to be believed: one directory for each role and region, shared by all services.
 * Nothing here knows the AWS SDK.
 */
@NullMarked
package io.github.cloudunmap.fleet;

import org.jspecify.annotations.NullMarked;
