/**
 * An in-memory AWS on loopback: EC2's query protocol, Cloud Map's JSON protocol and the one STS call that the program
 * makes, over HTTP, so that the SDK's own clients talk to it. {@link io.github.cloudunmap.demo.InMemoryAws} is the
 * place to start reading; the {@code demo} command, the tests and the benchmarks all use it.
 */
@NullMarked
package io.github.cloudunmap.demo;

import org.jspecify.annotations.NullMarked;
