/**
 * A task's life, told in one place, and the life of the process.
 *
 * <p>Knows the parts by their ports, never by Kafka, Redis or HTTP.
 */
@NullMarked
package dev.swarmworker.worker;

import org.jspecify.annotations.NullMarked;
