/** The least IAM policies for a configuration, made without a call to AWS. */
@NullMarked
package io.github.cloudunmap.iam;

import org.jspecify.annotations.NullMarked;
