package dev.swarmworker.api;

import jakarta.ws.rs.WebApplicationException;

/** Numbers that a request brings. */
final class Limit {

  private Limit() {}

  /** How many the client wants at most; more than there can be is no error. */
  static int of(String text) {
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return (int) Math.min(value, Integer.MAX_VALUE);
      }
    } catch (NumberFormatException e) {
      throw refused();
    }
    throw refused();
  }

  private static WebApplicationException refused() {
    return new WebApplicationException(
        Problem.response(400, "limit must be a whole number, 0 to " + Long.MAX_VALUE));
  }
}
