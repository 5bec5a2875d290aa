package dev.swarmworker.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.api.Tokens.Parsed;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

  private static final String ONE = "1".repeat(32);
  private static final String TWO = "a2._~+/=-".repeat(4);
  private static final String THREE = "3".repeat(512);

  @Test
  void linesOfTokens_areOperatorsWhereNoRoleIsNamed() {
    Tokens tokens = valid("\n" + ONE + "\r\n\n  viewer\t" + TWO + " \noperator  " + THREE + "\n");

    assertThat(tokens.roleOf(ONE)).contains(Role.OPERATOR);
    assertThat(tokens.roleOf(TWO)).contains(Role.VIEWER);
    assertThat(tokens.roleOf(THREE)).contains(Role.OPERATOR);
  }

  @Test
  void tokenThatIsNotThere_isNobodys() {
    Tokens tokens = valid(ONE);

    assertThat(tokens.roleOf(TWO)).isEmpty();
    assertThat(tokens.roleOf("")).isEmpty();
    assertThat(tokens.roleOf(ONE.substring(1))).isEmpty();
    assertThat(tokens.roleOf(ONE + "1")).isEmpty();
    assertThat(Tokens.NONE.roleOf(ONE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n \n",
        "short-but-secret",
        "operator",
        "viewer short-but-secret",
        "admin 11111111111111111111111111111111",
        "11111111111111111111111111111111 22222222222222222222222222222222",
        "1111111111111111\u00fc1111111111111111",
        "# 11111111111111111111111111111111",
      })
  void textThatIsNoTokens_isRefusedWithoutBeingTold(String text) {
    assertThat(Tokens.parse(text))
        .isInstanceOfSatisfying(
            Parsed.Invalid.class,
            invalid -> assertThat(invalid.reason()).doesNotContain("secret", "1111"));
  }

  /** Which of its roles would hold? */
  @Test
  void tokenThatStandsTwice_isRefusedWithoutBeingTold() {
    assertThat(Tokens.parse("viewer " + ONE + "\n" + TWO + "\noperator " + ONE))
        .isEqualTo(new Parsed.Invalid("the token in line 3 is there already"));
  }

  private static String many(int count) {
    return IntStream.range(0, count).mapToObj("%032d\n"::formatted).collect(Collectors.joining());
  }

  @Test
  void tooManyOrTooLongTokens_areRefused() {
    assertThat(Tokens.parse(many(100))).isInstanceOf(Parsed.Valid.class);
    assertThat(Tokens.parse(many(101))).isInstanceOf(Parsed.Invalid.class);
    assertThat(Tokens.parse("3".repeat(513))).isInstanceOf(Parsed.Invalid.class);
  }

  private static Tokens valid(String text) {
    return ((Parsed.Valid) Tokens.parse(text)).tokens();
  }
}
