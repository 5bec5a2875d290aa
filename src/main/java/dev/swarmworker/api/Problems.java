package dev.swarmworker.api;

import dev.swarmworker.state.StateUnavailableException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every error of the API as a problem. */
final class Problems {

  private static final Logger LOG = Logger.getLogger(Problems.class);

  @ServerExceptionMapper
  Response refused(WebApplicationException e) {
    int status = e.getResponse().getStatus();
    return status >= 300 ? Problem.response(status, detail(status)) : e.getResponse();
  }

  @ServerExceptionMapper
  Response unavailable(StateUnavailableException e) {
    return Problem.response(503, "the state of tasks cannot be reached now");
  }

  @ServerExceptionMapper
  Response unexpected(RuntimeException e) {
    LOG.error("a request failed", e);
    return Problem.response(500, "the request failed; the log says why");
  }

  private static String detail(int status) {
    return switch (status) {
      case 404 -> "there is nothing at this path";
      case 405 -> "this path does not take this method";
      case 406 -> "none of the accepted media types can be given";
      case 415 -> "this media type is not taken";
      default -> "the request cannot be answered";
    };
  }
}
