/**
 * HTTP: tasks, events, agents, artifacts, kept answers, statistics.
 *
 * <p>Reads the other parts; all that it changes are requests to cancel and kept answers that are to
 * go.
 */
@NullMarked
package dev.swarmworker.api;

import org.jspecify.annotations.NullMarked;
