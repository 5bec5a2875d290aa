/**
 * How much runs at once: places, permits by priority, drain.
 *
 * <p>Knows tasks' priorities. Does not know what a task does.
 */
@NullMarked
package dev.swarmworker.dispatch;

import org.jspecify.annotations.NullMarked;
