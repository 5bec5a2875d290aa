package dev.swarmworker.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.agent.Demand;
import dev.swarmworker.llm.Call.Message;
import dev.swarmworker.llm.Call.Role;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class CacheKeyTest {
  private static final String AGENTS = "as configured";
  private static final String TENANT = "default";
  private static final Demand DEMAND = demand("coding");

  private static Demand demand(String... capabilities) {
    return new Demand(Set.of(capabilities), null, List.of(), Set.of());
  }

  private static Question question(String... texts) {
    List<Message> messages =
        List.of(texts).stream().map(text -> new Message(Role.USER, text)).toList();
    return new Question(null, null, messages, 10, null);
  }

  private static CacheKey keyOf(Question question) {
    return CacheKey.of(AGENTS, TENANT, DEMAND, question);
  }

  @Property
  void keysAreEqual_exactlyWhereQuestionsAre(
      @ForAll("questions") Question one, @ForAll("questions") Question other) {
    assertThat(keyOf(one).equals(keyOf(other))).isEqualTo(one.equals(other));
  }

  @Property
  void keysAreEqual_exactlyWhereDemandsAre(
      @ForAll("demands") Demand one, @ForAll("demands") Demand other) {
    assertThat(
            CacheKey.of(AGENTS, TENANT, one, question("x"))
                .equals(CacheKey.of(AGENTS, TENANT, other, question("x"))))
        .isEqualTo(one.equals(other));
  }

  @Provide
  Arbitrary<Demand> demands() {
    Arbitrary<String> name = Arbitraries.of("a", "ab", "b", "c");
    return Combinators.combine(
            name.set().ofMinSize(1).ofMaxSize(2),
            name.injectNull(0.3),
            name.list().ofMaxSize(2),
            name.set().ofMaxSize(2))
        .as(Demand::new);
  }

  /** From few values, so that equal and almost equal ones come up often. */
  @Provide
  Arbitrary<Question> questions() {
    Arbitrary<String> text =
        Arbitraries.of(
            "",
            "a",
            "ab",
            "b",
            "USER",
            "1",
            "?",
            "é",
            "\uD83D\uDE00",
            "\uD83D",
            "\uDE00",
            "\uD83E");
    Arbitrary<Message> message =
        Combinators.combine(Arbitraries.of(Role.class), text).as(Message::new);
    return Combinators.combine(
            text.injectNull(0.3),
            text.injectNull(0.3),
            message.list().ofMaxSize(2),
            Arbitraries.of(1, 2),
            Arbitraries.of(0.0, 0.5).injectNull(0.3))
        .as(Question::new);
  }

  @Example
  void textsCutElsewhere_areDistinct() {
    assertThat(keyOf(question("ab", "c"))).isNotEqualTo(keyOf(question("a", "bc")));
  }

  @Property
  void longTexts_differWhereverTheyDo(
      @ForAll @IntRange(min = 1, max = 20_000) int length, @ForAll @IntRange(max = 20_000) int at) {
    StringBuilder text = new StringBuilder("é".repeat(length));
    text.setCharAt(at % length, 'e');

    assertThat(keyOf(question(text.toString())))
        .isNotEqualTo(keyOf(question("é".repeat(length))))
        .isEqualTo(keyOf(question(text.toString())));
  }

  @Example
  void agentsConfigurationCounts() {
    CacheKey key = keyOf(question("x"));

    assertThat(CacheKey.of(AGENTS, TENANT, demand("coding"), question("x"))).isEqualTo(key);
    assertThat(CacheKey.of("configured anew", TENANT, DEMAND, question("x"))).isNotEqualTo(key);
    assertThat(key.value()).matches("[0-9a-f]{64}");
  }

  @Example
  void anotherTenantsAnswer_isNotShared() {
    assertThat(CacheKey.of(AGENTS, "blue", DEMAND, question("x")))
        .isEqualTo(CacheKey.of(AGENTS, "blue", demand("coding"), question("x")))
        .isNotEqualTo(CacheKey.of(AGENTS, "green", DEMAND, question("x")))
        .isNotEqualTo(CacheKey.of(AGENTS + "blue", "", DEMAND, question("x")));
  }

  @Example
  void key_staysTheSameOverVersions() {
    assertThat(keyOf(question("x")).value())
        .isEqualTo("6669a8356d7cfe3061144d8b9d7898b5e4cfed4ed60cacfe77afc4efc02d7914");
  }
}
