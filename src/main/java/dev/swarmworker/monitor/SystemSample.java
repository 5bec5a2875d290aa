package dev.swarmworker.monitor;

import java.time.Duration;

/**
 * What this process used at one moment.
 *
 * @param cpu of all processors that the process may use, 0 to 1, since the sample before
 * @param rssBytes memory that the operating system holds for the process
 * @param heapBytes of the heap in use, garbage included
 * @param threads platform threads; virtual ones are not counted
 * @param uptime of the virtual machine
 */
public record SystemSample(
    double cpu, long rssBytes, long heapBytes, int threads, Duration uptime) {}
