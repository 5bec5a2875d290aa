package dev.swarmworker.state;

/**
 * The store cannot be reached, takes no writes, or has what only a newer worker can read. Whatever
 * was asked may have happened or not.
 */
public final class StateUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Of what a newer worker keeps, and this one cannot read. */
  static StateUnavailableException newerFormat() {
    return new StateUnavailableException("kept in a later format than this worker reads");
  }

  private StateUnavailableException(String message) {
    super(message);
  }

  public StateUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
