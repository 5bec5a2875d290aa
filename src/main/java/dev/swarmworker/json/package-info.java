/**
 * How JSON is read and written on a task's way, whatever it says. Knows nothing of ours.
 *
 * <p>Owns what all readers and writers share.
 */
@NullMarked
package dev.swarmworker.json;

import org.jspecify.annotations.NullMarked;
