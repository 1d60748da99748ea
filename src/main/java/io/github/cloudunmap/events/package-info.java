/** What has just happened to an instance, as a queue tells it. It decides nothing: it only causes a pass. */
@NullMarked
package io.github.cloudunmap.events;

import org.jspecify.annotations.NullMarked;
