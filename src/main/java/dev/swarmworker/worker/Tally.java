package dev.swarmworker.worker;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has been done for a task so far.
 *
 * @param calls upstream calls that may have been sent, over all workers
 * @param losses owners that ended without an outcome; each permits one more call
 * @param notMade attempts in a row, the latest included, whose call surely was not sent
 * @param notMadeSince when the first of those ended, or null where there are none
 */
record Tally(int calls, int losses, int notMade, @Nullable Instant notMadeSince) {}
