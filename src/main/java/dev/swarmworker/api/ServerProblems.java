package dev.swarmworker.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * As a problem, too, a body that the server refuses before the API sees it. What cannot be read as
 * a request at all (a malformed path, a head that is too long) gets a bare status.
 */
final class ServerProblems {

  /** Before the server's own check, which says nothing of why. */
  private static final int FIRST = 10_000;

  private final ObjectMapper json;
  private final long maxBody;

  ServerProblems(
      ObjectMapper json,
      @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBody) {
    this.json = json;
    this.maxBody = maxBody.asLongValue();
  }

  void refuseLargeBodies(@Observes Filters filters) {
    filters.register(this::checkBody, FIRST);
  }

  private void checkBody(RoutingContext request) {
    if (announced(request) > maxBody) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      // Nobody will read the body, so nothing more can be read from this connection.
      answer(request, Problem.of(413)).onComplete(_ -> request.request().connection().close());
    } else {
      request.next();
    }
  }

  /** The server has refused a length that is no number. */
  private static long announced(RoutingContext request) {
    String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null ? 0 : Long.parseLong(length);
  }

  private Future<Void> answer(RoutingContext request, Problem problem) {
    return request
        .response()
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.TYPE.toString())
        .end(text(problem));
  }

  private String text(Problem problem) {
    try {
      return json.writeValueAsString(problem);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a problem of strings and a number is always JSON", e);
    }
  }
}
