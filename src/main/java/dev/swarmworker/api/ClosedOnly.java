package dev.swarmworker.api;

import jakarta.ws.rs.core.Response;

/** What can be done only where the API can tell callers apart, however much is open by default. */
final class ClosedOnly {

  private ClosedOnly() {}

  static Response refusal() {
    return Problem.response(
        403, "this can be done only where the API is closed: see swarm.api.token-file");
  }
}
