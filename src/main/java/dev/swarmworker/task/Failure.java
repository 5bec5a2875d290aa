package dev.swarmworker.task;

/**
 * An expected failure, as a value.
 *
 * @param code the contract's code
 * @param message one line for people, naming what is wrong; never a prompt, an output or a secret
 * @param retryable whether sending the same task under a new id may succeed
 */
public record Failure(ErrorCode code, String message, boolean retryable) {}
