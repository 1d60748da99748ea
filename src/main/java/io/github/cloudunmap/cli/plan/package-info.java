/** The plan of {@code --single-run --dry-run}: what the passes would remove, as a table and as JSON. */
@NullMarked
package io.github.cloudunmap.cli.plan;

import org.jspecify.annotations.NullMarked;
