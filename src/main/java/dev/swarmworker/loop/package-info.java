/**
 * The event loop on which a task's whole life runs: its thread, its calls to Redis and upstream.
 *
 * <p>Knows nothing of tasks.
 */
@NullMarked
package dev.swarmworker.loop;

import org.jspecify.annotations.NullMarked;
