package dev.swarmworker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapabilityNameTest {

  @ParameterizedTest
  @CsvSource({
    "codeGeneration, code-generation",
    "code_quality, code-quality",
    "TypeScript, typescript",
    "node.js, nodejs",
    "'Web Search', webSearch"
  })
  void spellingsOfOneName_areEqual(String one, String other) {
    assertThat(CapabilityName.canonical(one)).isEqualTo(CapabilityName.canonical(other));
  }

  @ParameterizedTest
  @CsvSource({"c, c++", "c, c#", "java, javascript", "test, testing"})
  void otherNames_differ(String one, String other) {
    assertThat(CapabilityName.canonical(one)).isNotEqualTo(CapabilityName.canonical(other));
  }
}
