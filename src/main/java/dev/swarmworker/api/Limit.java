package dev.swarmworker.api;

import jakarta.ws.rs.WebApplicationException;

/** Numbers that a request brings. */
final class Limit {

  private Limit() {}

  /** How many the client wants at most; more than there can be is no error. */
  static int of(String text) {
    return (int) Math.min(number("limit", text), Integer.MAX_VALUE);
  }

  /**
   * A number of 0 or more.
   *
   * @param name what it is called, for the problem that refuses another
   */
  static long number(String name, String text) {
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw refused(name);
    }
    throw refused(name);
  }

  private static WebApplicationException refused(String name) {
    return new WebApplicationException(
        Problem.response(400, name + " must be a whole number, 0 to " + Long.MAX_VALUE));
  }
}
