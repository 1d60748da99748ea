/** What has to be done to text before it may be shown. */
@NullMarked
package io.github.cloudunmap.text;

import org.jspecify.annotations.NullMarked;
