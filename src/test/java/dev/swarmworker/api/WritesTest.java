package dev.swarmworker.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WritesTest {

  @ParameterizedTest
  @CsvSource({
    "/tasks/secret, /tasks/{id}",
    "/tasks/touch, /tasks/{id}",
    "/cache, /cache",
    "/cache/secret, /cache/{key}",
    "/cache/secret/touch, /cache/{key}/touch",
    "/artifacts/outputs/secret, /artifacts/{path}",
    "/events/capacity, /events/capacity",
    "/secret, other"
  })
  void path_isToldByItsKind(String path, String template) {
    assertThat(Writes.template(path)).isEqualTo(template);
  }
}
