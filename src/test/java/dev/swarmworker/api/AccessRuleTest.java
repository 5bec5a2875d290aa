package dev.swarmworker.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.api.AccessConfig.Reading;
import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRuleTest {

  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "POST", "PUT", "PATCH", "TRACE", "CONNECT", "BREW", "get"})
  void methodThatMayChangeSomething_needsAnOperator(String method) {
    assertThat(new AccessRule(true, Reading.OPEN).needed(HttpMethod.valueOf(method)))
        .contains(Role.OPERATOR);
    assertThat(new AccessRule(true, Reading.ROLE).needed(HttpMethod.valueOf(method)))
        .contains(Role.OPERATOR);
    assertThat(new AccessRule(false, Reading.OPEN).needed(HttpMethod.valueOf(method))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
  void methodThatReads_needsAViewerWhereReadingIsClosed(String method) {
    assertThat(new AccessRule(true, Reading.OPEN).needed(HttpMethod.valueOf(method))).isEmpty();
    assertThat(new AccessRule(true, Reading.ROLE).needed(HttpMethod.valueOf(method)))
        .contains(Role.VIEWER);
    assertThat(new AccessRule(false, Reading.OPEN).needed(HttpMethod.valueOf(method))).isEmpty();
  }
}
