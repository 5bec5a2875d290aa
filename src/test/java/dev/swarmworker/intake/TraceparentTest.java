package dev.swarmworker.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceparentTest {

  private static final String IDS = "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @ParameterizedTest
  @ValueSource(strings = {"00-" + IDS, "01-" + IDS, "cc-" + IDS + "-more.of-it", "fe-" + IDS + "-"})
  void wellFormed_isCarriedOn(String header) {
    assertThat(Traceparent.of(header.getBytes(UTF_8))).isEqualTo(header);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-" + IDS + "-more",
        "00-" + IDS + "\n",
        "01-" + IDS + "more",
        "01-" + IDS + "-a\r\nb",
        "ff-" + IDS,
        "0G-" + IDS,
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01",
        "01-" + IDS + "-é"
      })
  void anythingElse_isNone(String header) {
    assertThat(Traceparent.of(header.getBytes(UTF_8))).isNull();
  }

  @Test
  void largeOne_isNone_howeverWellItBegins() {
    assertThat(Traceparent.of(("01-" + IDS + "-" + "a".repeat(1 << 20)).getBytes(UTF_8))).isNull();
    assertThat(Traceparent.of(("01-" + IDS + "-" + "a".repeat(200)).getBytes(UTF_8))).isNotNull();
    assertThat(Traceparent.of(("01-" + IDS + "-" + "a".repeat(201)).getBytes(UTF_8))).isNull();
  }

  @Test
  void noValue_isNone() {
    assertThat(Traceparent.of(null)).isNull();
  }
}
