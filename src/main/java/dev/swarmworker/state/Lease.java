package dev.swarmworker.state;

import dev.swarmworker.task.TaskId;
import java.time.Duration;

/**
 * The right to work on a task for a while.
 *
 * @param taskId the task
 * @param token random, of the claim that was granted
 * @param length how long it lasts from its last renewal
 * @param attempts upstream calls counted before this claim
 * @param losses owners before this one that fell silent, or were stopped, in what may have been a
 *     call
 * @param cancelRequested whether somebody had asked for the task's end before the claim
 */
public record Lease(
    TaskId taskId,
    String token,
    Duration length,
    int attempts,
    int losses,
    boolean cancelRequested) {}
