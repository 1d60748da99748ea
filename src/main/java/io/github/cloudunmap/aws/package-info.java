/**
 * AWS: the ports of {@code reconcile}, implemented over HTTP. Only this package and those below it know the AWS SDK.
 */
@NullMarked
package io.github.cloudunmap.aws;

import org.jspecify.annotations.NullMarked;
