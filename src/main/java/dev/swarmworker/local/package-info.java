/**
 * The embedded default of quarkus:dev and of the tests: broker, Redis, fake Anthropic, sample
 * tasks.
 *
 * <p>Never packaged. Knows nothing of the application but what a task looks like from outside.
 */
@NullMarked
package dev.swarmworker.local;

import org.jspecify.annotations.NullMarked;
