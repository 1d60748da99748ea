@NullMarked
package io.github.cloudunmap.aws.ec2;

import org.jspecify.annotations.NullMarked;
