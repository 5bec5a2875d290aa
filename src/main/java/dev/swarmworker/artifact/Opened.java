package dev.swarmworker.artifact;

import java.io.InputStream;

/**
 * An artifact being read. The caller closes the stream; what replaces the artifact meanwhile
 * changes nothing of it.
 *
 * @param in all its bytes
 * @param size how many, when it was opened
 */
public record Opened(InputStream in, long size) {}
