package dev.swarmworker.api;

import dev.swarmworker.state.StateUnavailableException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every error of the API as a problem. */
final class Problems {

  private static final Logger LOG = Logger.getLogger(Problems.class);

  @ServerExceptionMapper
  Response refused(WebApplicationException e, UriInfo uri) {
    Response given = e.getResponse();
    int status = given.getStatus();
    if (status < 300 || Problem.TYPE.equals(given.getMediaType())) {
      return given;
    }
    Response problem = Problem.of(status).response();
    return status == 405 ? withAllowed(problem, uri.getPath()) : problem;
  }

  /** HTTP wants to know what would have been taken; the server does not say it by itself. */
  private static Response withAllowed(Response problem, String path) {
    return Response.fromResponse(problem).header(HttpHeaders.ALLOW, allowed(path)).build();
  }

  private static String allowed(String path) {
    if (path.startsWith("/cache/") && path.endsWith("/touch")) {
      return "POST, OPTIONS";
    }
    return path.startsWith("/tasks/") || path.equals("/cache") || path.startsWith("/cache/")
        ? "GET, HEAD, DELETE, OPTIONS"
        : "GET, HEAD, OPTIONS";
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
}
