/**
 * Judges a real process that runs on an AWS in memory in which everything happens. The judgement is by the promise
 * alone and shares no code with the program.
 */
@org.jspecify.annotations.NullMarked
package io.github.cloudunmap.judge;
