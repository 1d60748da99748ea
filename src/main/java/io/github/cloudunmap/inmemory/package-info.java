/**
 * An in-memory AWS on loopback: EC2's query protocol, the JSON protocols of Cloud Map and SQS, and the one STS call
 * that the program makes. It is served over HTTP, so that the SDK's own clients talk to it. {@link
 * io.github.cloudunmap.inmemory.InMemoryAws} is the place to start reading. The {@code demo} command, the tests and the
 * benchmarks all use it.
 */
@NullMarked
package io.github.cloudunmap.inmemory;

import org.jspecify.annotations.NullMarked;
