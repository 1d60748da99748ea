/** The configuration: records, one loader, problems with positions. */
@NullMarked
package io.github.cloudunmap.config;

import org.jspecify.annotations.NullMarked;
