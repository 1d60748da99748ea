/**
 * AWS: implements the ports of {@code reconcile}, {@code fleet}, {@code selection} and {@code events} over HTTP. Only
 * this package and its subpackages know the AWS SDK.
 */
@NullMarked
package io.github.cloudunmap.aws;

import org.jspecify.annotations.NullMarked;
