/**
 * An in-memory AWS on loopback: EC2's query protocol, the JSON protocols of Cloud Map and SQS, and STS's AssumeRole.
 * It is served over HTTP, so that the SDK's own clients can call it. Begin reading at {@link
 * io.github.cloudunmap.inmemory.InMemoryAws}. The {@code demo} command, the tests and the benchmarks use it.
 */
@NullMarked
package io.github.cloudunmap.inmemory;

import org.jspecify.annotations.NullMarked;
