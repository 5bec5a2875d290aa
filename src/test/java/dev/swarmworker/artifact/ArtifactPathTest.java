package dev.swarmworker.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.swarmworker.artifact.ArtifactPath.Parsed;
import java.nio.file.Path;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactPathTest {

  private static final Path FOLDER = Path.of("/srv/artifacts");

  static Stream<String> hostile() {
    return Stream.of(
        "",
        "/",
        "/etc/passwd",
        "//host/share",
        "..",
        ".",
        "../secret",
        "a/../b",
        "a/../../b",
        "a/..",
        "a/.",
        "./a",
        "a//b",
        "a/",
        "...",
        ".hidden",
        ".swarm-1.tmp",
        "a/.git/config",
        "a.",
        "a./b",
        " a",
        "a ",
        "a /b",
        "a\u0000.txt",
        "a\u0000/../b",
        "a\nb",
        "a\rb",
        "a\tb",
        "a\u001b[2Jb",
        "a\u007fb",
        "..\\secret",
        "a\\b",
        "C:\\Windows",
        "C:/Windows",
        "C:a",
        "file:///etc/passwd",
        "a:stream",
        "~root/x",
        "%2e%2e/%2e%2e/x",
        "a|b",
        "a*b",
        "a?b",
        "a<b>c",
        "a\"b",
        "$HOME/x",
        "a;b",
        "CON",
        "con",
        "nul.txt",
        "a/AUX.tar.gz",
        "prn",
        "com1",
        "LPT9.log",
        "nul .txt",
        "\u2025/x",
        "\uff0e\uff0e/x",
        "a\u2215b",
        "a\u202etxt.exe",
        "cafe\u0301",
        "\u00e9",
        "\ud800",
        "x".repeat(256),
        "a/" + "x".repeat(256),
        "a/".repeat(512) + "a");
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void hostilePath_isInvalidAndNeverRepeatedInTheReason(String hostile) {
    // When
    Parsed parsed = ArtifactPath.parse(hostile);

    // Then
    assertThat(parsed).isInstanceOf(Parsed.Invalid.class);
    if (hostile.length() > 3) {
      assertThat(((Parsed.Invalid) parsed).reason()).doesNotContain(hostile);
    }
    assertThatThrownBy(() -> new ArtifactPath(hostile))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "report.txt",
        "reports/2026/01/q1 final.json",
        "a..b",
        "console.txt",
        "null",
        "com10",
        "-rf",
        "a+b=c,d@e_f-g.h"
      })
  void plainPath_isValid(String plain) {
    assertThat(ArtifactPath.parse(plain)).isEqualTo(new Parsed.Valid(new ArtifactPath(plain)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 255})
  void segmentUpToItsBound_isValid(int length) {
    assertThat(ArtifactPath.parse("d/" + "x".repeat(length))).isInstanceOf(Parsed.Valid.class);
  }

  @Property(tries = 5000)
  void anyString_isInvalidOrStaysInside(@ForAll("nearPaths") String text) {
    switch (ArtifactPath.parse(text)) {
      case Parsed.Invalid(String reason) -> {
        Statistics.collect("invalid");
        assertThat(reason).isNotBlank();
      }
      case Parsed.Valid(ArtifactPath path) -> {
        Statistics.collect("valid");
        Path resolved = FOLDER.resolve(path.value());
        assertThat(resolved.normalize()).isEqualTo(resolved);
        assertThat(resolved.startsWith(FOLDER)).isTrue();
        assertThat(resolved.getNameCount())
            .isEqualTo(FOLDER.getNameCount() + path.segments().size());
        assertThat(path.segments()).noneMatch(TempNames::matches);
      }
    }
  }

  @Property
  void whollyArbitraryString_neverThrows(@ForAll String text) {
    assertThat(ArtifactPath.parse(text)).isNotNull();
  }

  /** Strings of the pieces from which escapes are made, so that both kinds come up often. */
  @Provide
  Arbitrary<String> nearPaths() {
    Arbitrary<String> piece =
        Arbitraries.of(
            "/",
            "/",
            "..",
            ".",
            "a",
            "b.txt",
            "\\",
            "\u0000",
            " ",
            "con",
            ".swarm-1.tmp",
            "-",
            "x y",
            "\u00e9",
            ":",
            "~",
            "out",
            "1");
    return piece.list().ofMinSize(0).ofMaxSize(7).map(pieces -> String.join("", pieces));
  }
}
