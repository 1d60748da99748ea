/** How a call to AWS is made, and how long it may take. */
@NullMarked
package io.github.cloudunmap.aws.call;

import org.jspecify.annotations.NullMarked;
