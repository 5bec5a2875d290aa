package dev.swarmworker.task;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The terminal outcome of a task, as it is published.
 *
 * @param taskId the task
 * @param status a terminal status
 * @param agentId who ran it, or null where nobody did
 * @param model the model that answered or was to answer, or null
 * @param output the text; empty where the task did not complete or {@code artifact} holds it
 * @param artifact where a large output lies, or null
 * @param error why the task did not complete, or null
 * @param tokensUsed of the call that produced the output; none where cached
 * @param executionTime from claim to outcome
 * @param attempts upstream calls made for this task, over all workers
 * @param cached whether the result cache served it
 * @param stopReason as the provider gave it, or null
 * @param requestId as the provider gave it, or null
 * @param workerId who decided the outcome
 * @param timestamp when
 */
public record Result(
    TaskId taskId,
    Status status,
    @Nullable String agentId,
    @Nullable String model,
    String output,
    @Nullable ArtifactRef artifact,
    @Nullable Failure error,
    TokenUsage tokensUsed,
    Duration executionTime,
    int attempts,
    boolean cached,
    @Nullable String stopReason,
    @Nullable String requestId,
    String workerId,
    Instant timestamp) {}
