package dev.swarmworker.artifact;

/**
 * Why an operation on the artifact folder was not done.
 *
 * @param reason for code to decide by
 * @param message one line for people: the artifact's path and what is wrong, never its content
 */
public record FileFailure(Reason reason, String message) {

  /** Kinds of failure. */
  public enum Reason {
    /** No artifact folder is configured. */
    OFF,
    /** There is no such artifact or directory. */
    NOT_FOUND,
    /** Something other than a file is there. */
    NOT_A_FILE,
    /** Something other than a directory is there. */
    NOT_A_DIRECTORY,
    /** A symbolic link is on the path; none is ever followed. */
    LINK,
    /** The artifact is larger than the reader takes. */
    TOO_LARGE,
    /** The content is not what it should be: UTF-8, or JSON. */
    MALFORMED,
    /** No space is left. */
    DISK_FULL,
    /** The calling thread was interrupted; its interrupt flag is set. */
    INTERRUPTED,
    /** The operating system refused otherwise. */
    IO
  }
}
