/**
 * What the work is: a task, its result, and what can go wrong, as immutable values.
 *
 * <p>Owns the words and bounds of the contract. Knows neither Kafka, Redis, HTTP nor JSON; imports
 * nothing but the JDK.
 */
@NullMarked
package dev.swarmworker.task;

import org.jspecify.annotations.NullMarked;
