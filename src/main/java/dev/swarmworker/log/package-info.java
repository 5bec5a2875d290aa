/**
 * What a log line says beside its text.
 *
 * <p>Owns the keys of the JSON lines. Nothing of it is on a task's way: keys are put together when
 * a line is written.
 */
@NullMarked
package dev.swarmworker.log;

import org.jspecify.annotations.NullMarked;
