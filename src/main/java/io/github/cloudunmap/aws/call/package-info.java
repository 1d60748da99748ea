/** Makes calls to AWS, and limits their time. */
@NullMarked
package io.github.cloudunmap.aws.call;

import org.jspecify.annotations.NullMarked;
