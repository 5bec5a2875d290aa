/**
 * The newest events, in a circular buffer.
 *
 * <p>Knows neither who writes nor who reads.
 */
@NullMarked
package dev.swarmworker.history;

import org.jspecify.annotations.NullMarked;
