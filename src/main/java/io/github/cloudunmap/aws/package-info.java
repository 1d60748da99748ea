/** AWS: what the ports of {@code reconcile} are over HTTP. The only package that knows the AWS SDK. */
@NullMarked
package io.github.cloudunmap.aws;

import org.jspecify.annotations.NullMarked;
