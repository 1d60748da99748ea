/** Text as it may be shown: escaped, without secrets, and laid out as tables and JSON. */
@NullMarked
package io.github.cloudunmap.text;

import org.jspecify.annotations.NullMarked;
