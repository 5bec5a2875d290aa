/**
 * Kafka in: messages to tasks, dead letters, acknowledgements.
 *
 * <p>Owns the consumer and the JSON of a task. Does not know how a task is done.
 */
@NullMarked
package dev.swarmworker.intake;

import org.jspecify.annotations.NullMarked;
