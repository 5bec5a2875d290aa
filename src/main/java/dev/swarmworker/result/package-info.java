/**
 * Kafka out: results, their JSON, and the wait for the broker's word.
 *
 * <p>Owns the results topic. Does not know how a result came about.
 */
@NullMarked
package dev.swarmworker.result;

import org.jspecify.annotations.NullMarked;
