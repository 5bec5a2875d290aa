/**
 * HTTP: tasks, events, agents, statistics.
 *
 * <p>Reads the other parts; the only thing it changes is a request to cancel.
 */
@NullMarked
package dev.swarmworker.api;

import org.jspecify.annotations.NullMarked;
