/** The least IAM policies that a configuration needs: pure, and without a call to AWS. */
@NullMarked
package io.github.cloudunmap.iam;

import org.jspecify.annotations.NullMarked;
