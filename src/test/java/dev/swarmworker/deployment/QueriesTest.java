package dev.swarmworker.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueriesTest {

  @Test
  void metrics_areTheNames_andNothingElse() {
    assertThat(
            Queries.metrics(
                "sum by (code, le) (increase(a_total{code=~\"b|c\"}[15m])) / on (x) d_e:f > 0.2"
                    + " unless max(g_h) and 5 < bool time()"))
        .containsExactly("a_total", "d_e:f", "g_h");
  }
}
