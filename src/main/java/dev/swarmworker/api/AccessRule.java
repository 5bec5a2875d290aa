package dev.swarmworker.api;

import dev.swarmworker.api.AccessConfig.Reading;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import java.util.Set;

/**
 * What a call needs. It goes by the method alone, so that a call that is added later is closed
 * without anybody's doing.
 *
 * @param closed whether callers can be told apart: there are tokens or a provider of identities
 * @param reading who may read
 */
record AccessRule(boolean closed, Reading reading) {

  private static final Set<HttpMethod> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  /** Whether a call of this method changes something. */
  static boolean isWriting(HttpMethod method) {
    return !READING.contains(method);
  }

  /** The role that a call of this method needs; empty where it needs none. */
  Optional<Role> needed(HttpMethod method) {
    if (!closed) {
      return Optional.empty();
    }
    if (isWriting(method)) {
      return Optional.of(Role.OPERATOR);
    }
    return switch (reading) {
      case OPEN -> Optional.empty();
      case ROLE -> Optional.of(Role.VIEWER);
    };
  }
}
