/**
 * Whole workers on whole tasks: broker, Redis and upstream as processes of their own, contestants
 * in turns on the same tasks. See {@code docs/benchmarks.md}.
 */
package dev.swarmworker.endtoend;
