package dev.swarmworker.api;

import dev.swarmworker.log.Line;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;

/**
 * Calls that change something, a line each in the log once they are answered: by which role, never
 * by whose token, and to which kind of path, never which one.
 */
final class Writes {

  private static final Logger LOG = Logger.getLogger(Writes.class);
  private static final String OTHER = "other";

  private Writes() {}

  /**
   * Has a call told of when it is over.
   *
   * @param role of the caller, as far as anybody asked
   */
  static void tellOf(RoutingContext request, String role) {
    String method = known(request.request().method());
    String path = template(request.request().path());
    request.addEndHandler(_ -> tell(method, path, role, request.response().getStatusCode()));
  }

  private static void tell(String method, String path, String role, int status) {
    try (Line _ =
        Line.of("api.write", null)
            .with("role", role)
            .with("method", method)
            .with("path", path)
            .with("status", status)) {
      LOG.infof("%s %s by %s: %d", method, path, role, status);
    }
  }

  /** A caller may call a method anything. */
  private static String known(HttpMethod method) {
    return HttpMethod.values().contains(method) ? method.name() : OTHER;
  }

  static String template(String path) {
    if (path.equals("/cache")) {
      return path;
    }
    if (path.startsWith("/cache/")) {
      return path.endsWith("/touch") ? "/cache/{key}/touch" : "/cache/{key}";
    }
    if (path.startsWith("/artifacts/")) {
      return "/artifacts/{path}";
    }
    if (path.equals("/events/capacity")) {
      return path;
    }
    return path.startsWith("/tasks/") ? "/tasks/{id}" : OTHER;
  }
}
