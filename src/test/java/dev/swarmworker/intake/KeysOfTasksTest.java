package dev.swarmworker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.swarmworker.agent.Demand;
import dev.swarmworker.llm.CacheKey;
import dev.swarmworker.llm.Prompt;
import dev.swarmworker.task.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which tasks share an answer, from their JSON on; beside it, which do in claude-flow. */
class KeysOfTasksTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void previousResults_count_andClaudeFlowForgetsThem() {
    String one = task("code-review", "Go on.", "{'previousResults':[{'output':'It is red.'}]}");
    String other = task("code-review", "Go on.", "{'previousResults':[{'output':'It is blue.'}]}");

    assertThat(claudeFlowKey(one)).isEqualTo(claudeFlowKey(other));
    assertThat(key(one)).isNotEqualTo(key(other));
  }

  @Test
  void relatedTasks_count_andClaudeFlowForgetsThem() {
    String one = task("code-review", "Go on.", "{'relatedTasks':[{'objective':'Paint it red.'}]}");
    String other = task("code-review", "Go on.", "{}");

    assertThat(claudeFlowKey(one)).isEqualTo(claudeFlowKey(other));
    assertThat(key(one)).isNotEqualTo(key(other));
  }

  @Test
  void textsCutElsewhere_areDistinct_andClaudeFlowConfusesThem() {
    String one = task("code-review", "it", "{}");
    String other = task("code", "review-it", "{}");

    assertThat(claudeFlowKey(one)).isEqualTo(claudeFlowKey(other));
    assertThat(key(one)).isNotEqualTo(key(other));
  }

  @Test
  void equalTasks_haveEqualKeys() {
    String task = task("code-review", "Go on.", "{'previousResults':[{'output':'It is red.'}]}");

    assertThat(key(task.replace("t-1", "t-2"))).isEqualTo(key(task));
  }

  private static String task(String type, String objective, String context) {
    return """
    {'id':'t-1','type':'%s','objective':'%s','context':%s,'metadata':{'temperature':0.2}}"""
        .formatted(type, objective, context)
        .replace('\'', '"');
  }

  /** {@code `${task.type}-${task.objective}-${JSON.stringify(task.metadata || {})}`}. */
  private static String claudeFlowKey(String json) {
    try {
      JsonNode task = JSON.readTree(json);
      return task.path("type").asText()
          + "-"
          + task.path("objective").asText()
          + "-"
          + task.path("metadata");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CacheKey key(String json) {
    Decoded decoded = new TaskDecoder(1 << 20).decode(json.getBytes(StandardCharsets.UTF_8));
    Task task = ((Decoded.Valid) decoded).task();
    Demand demand =
        new Demand(
            task.requirements().capabilities(),
            task.requirements().agentType(),
            task.constraints().preferredAgents(),
            task.constraints().excludedAgents());
    return CacheKey.of(
        "as configured",
        task.overrides().tenant(),
        demand,
        new Prompt(100).question(task, List.of()));
  }
}
