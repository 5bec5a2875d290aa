/**
 * A task's way as spans of OpenTelemetry, and the standard names that configure them.
 *
 * <p>Owns every span. Puts itself around the ports of the way, and only where it is switched on;
 * nobody else knows of it. A span has names, numbers and ids, never a prompt, an output, a key or
 * an exception's message.
 */
@NullMarked
package dev.swarmworker.trace;

import org.jspecify.annotations.NullMarked;
