@NullMarked
package io.github.cloudunmap.aws.call;

import org.jspecify.annotations.NullMarked;
