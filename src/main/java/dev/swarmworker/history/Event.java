package dev.swarmworker.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in this worker.
 *
 * @param seq grows by one with each event of this worker, from 1
 * @param at when, by this worker's clock
 * @param type what
 * @param workerId where
 * @param taskId whose, or null
 * @param agentId by whom, or null
 * @param attempt which upstream call, or null
 * @param detail one line for people, or null; never a prompt, an output or a secret
 */
public record Event(
    long seq,
    Instant at,
    EventType type,
    String workerId,
    @Nullable String taskId,
    @Nullable String agentId,
    @Nullable Integer attempt,
    @Nullable String detail) {}
