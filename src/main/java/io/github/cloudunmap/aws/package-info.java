/**
 * AWS: implements the interfaces through which {@code reconcile}, {@code fleet}, {@code selection} and {@code events}
 * call AWS. Only this package and its subpackages know the AWS SDK.
 */
@NullMarked
package io.github.cloudunmap.aws;

import org.jspecify.annotations.NullMarked;
