package dev.swarmworker.artifact;

/**
 * The artifact folder's figures since start.
 *
 * @param operations finished, failed ones included
 * @param totalBytes read and written by operations that did not fail
 * @param errors operations that failed
 * @param readQueue operations waiting to read, now
 * @param writeQueue operations waiting to write, now
 */
public record FileStats(
    long operations, long totalBytes, long errors, int readQueue, int writeQueue) {
  static final FileStats NONE = new FileStats(0, 0, 0, 0, 0);
}
