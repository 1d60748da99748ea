@NullMarked
package io.github.cloudunmap.aws.credentials;

import org.jspecify.annotations.NullMarked;
