/** Every Prometheus collector, and the exporter. */
@NullMarked
package io.github.cloudunmap.metrics;

import org.jspecify.annotations.NullMarked;
