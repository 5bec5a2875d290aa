package dev.swarmworker.api;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * As a problem, too, a body that the server refuses before the API sees it, and one that does not
 * say how large it is: the server would count that only while somebody reads it, and nobody here
 * does. What cannot be read as a request at all (a malformed path, a head that is too long) gets a
 * bare status.
 */
final class ServerProblems {

  /** Before the server's own check, which says nothing of why. */
  private static final int FIRST = 10_000;

  private final ProblemWriter problems;
  private final long maxBody;

  ServerProblems(
      ProblemWriter problems,
      @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBody) {
    this.problems = problems;
    this.maxBody = maxBody.asLongValue();
  }

  void refuseLargeBodies(@Observes Filters filters) {
    filters.register(this::checkBody, FIRST);
  }

  private void checkBody(RoutingContext request) {
    if (request.request().headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
      refuse(request, 411);
    } else if (announced(request.request()) > maxBody) {
      refuse(request, 413);
    } else {
      request.next();
    }
  }

  /** Nobody will read the body, so nothing more can be read from this connection. */
  private void refuse(RoutingContext request, int status) {
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    problems
        .answer(request, Problem.of(status))
        .onComplete(_ -> request.request().connection().close());
  }

  /** The server has refused a length that is no number. */
  private static long announced(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null ? 0 : Long.parseLong(length);
  }
}
