/** Reads EC2's {@code DescribeInstances} for the directories of {@code fleet}. */
@NullMarked
package io.github.cloudunmap.aws.ec2;

import org.jspecify.annotations.NullMarked;
