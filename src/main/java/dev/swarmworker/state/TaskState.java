package dev.swarmworker.state;

import dev.swarmworker.task.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a task.
 *
 * @param status where it stands
 * @param agentId who has or had it, or null
 * @param attempts upstream calls so far
 * @param updatedAt last change, by the store's clock
 * @param expiresAt when it is forgotten, by the store's clock
 * @param outputTokens of the answer that is coming in, as its worker last said; 0 where unknown
 * @param result the published bytes, or null while there are none
 */
public record TaskState(
    Status status,
    @Nullable String agentId,
    int attempts,
    Instant updatedAt,
    Instant expiresAt,
    long outputTokens,
    byte @Nullable [] result) {}
