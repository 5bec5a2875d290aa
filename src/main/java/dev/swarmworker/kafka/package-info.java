/**
 * Kafka's own clients, made as the configuration says.
 *
 * <p>Knows no topic and no record.
 */
@NullMarked
package dev.swarmworker.kafka;

import org.jspecify.annotations.NullMarked;
