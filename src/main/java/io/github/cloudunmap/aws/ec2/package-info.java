/** Sends {@code DescribeInstances} to EC2, and parses the answers, for the package {@code fleet}. */
@NullMarked
package io.github.cloudunmap.aws.ec2;

import org.jspecify.annotations.NullMarked;
