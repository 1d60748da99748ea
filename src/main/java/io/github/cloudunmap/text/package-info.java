/** Prepares text to be shown: escapes it, hides secrets, and lays out tables and JSON. */
@NullMarked
package io.github.cloudunmap.text;

import org.jspecify.annotations.NullMarked;
