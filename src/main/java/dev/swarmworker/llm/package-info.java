/**
 * One upstream call, neutral of the provider: its adapters, connection pool and classification.
 *
 * <p>Owns the HTTP client and every provider's JSON. Knows agents. Knows neither Kafka nor Redis.
 */
@NullMarked
package dev.swarmworker.llm;

import org.jspecify.annotations.NullMarked;
