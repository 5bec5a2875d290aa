package dev.swarmworker.task;

/**
 * Where an output lies that is too large for the results topic.
 *
 * @param path relative to the artifact folder
 * @param size in bytes
 * @param sha256 of the bytes, lower-case hexadecimal
 */
public record ArtifactRef(String path, long size, String sha256) {}
