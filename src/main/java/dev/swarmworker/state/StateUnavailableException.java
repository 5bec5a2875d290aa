package dev.swarmworker.state;

/** The store cannot be reached or takes no writes. Whatever was asked may have happened or not. */
public final class StateUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StateUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
