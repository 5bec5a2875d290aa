package dev.swarmworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.local.FakeAnthropic;
import dev.swarmworker.local.LocalEnvironment;
import dev.swarmworker.support.Topics;
import dev.swarmworker.support.WorkerProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * claude-flow's task types, each as claude-flow writes a task: every one is run, by agents whose
 * trade it is.
 */
class TaskTypesIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  /** {@code TaskType} of claude-flow's {@code src/swarm/types.ts}, by who may do them. */
  private static final Map<List<String>, String> TYPES_BY_AGENTS =
      Map.ofEntries(
          Map.entry(List.of("researcher"), "literature-review"),
          Map.entry(
              List.of("researcher", "coordinator", "analyst", "architect", "documenter"),
              "research"),
          Map.entry(List.of("researcher", "reviewer"), "fact-check"),
          Map.entry(List.of("researcher", "analyst"), "market-analysis trend-analysis"),
          Map.entry(
              List.of(
                  "researcher",
                  "analyst",
                  "coordinator",
                  "architect",
                  "optimizer",
                  "monitor",
                  "specialist"),
              "analysis"),
          Map.entry(
              List.of("analyst"),
              "data-analysis statistical-analysis visualization predictive-modeling"
                  + " business-intelligence"),
          Map.entry(List.of("analyst", "monitor"), "anomaly-detection"),
          Map.entry(List.of("analyst", "optimizer", "monitor"), "performance-analysis"),
          Map.entry(List.of("analyst", "reviewer"), "quality-analysis"),
          Map.entry(List.of("coder"), "coding debugging api-development"),
          Map.entry(List.of("coder", "tester", "specialist"), "code-generation"),
          Map.entry(
              List.of(
                  "coder",
                  "reviewer",
                  "tester",
                  "architect",
                  "analyst",
                  "optimizer",
                  "coordinator"),
              "code-review"),
          Map.entry(List.of("coder", "optimizer"), "refactoring performance-optimization"),
          Map.entry(List.of("coder", "architect"), "database-design"),
          Map.entry(List.of("coder", "specialist"), "deployment maintenance integration"),
          Map.entry(List.of("coder", "tester", "reviewer"), "testing"),
          Map.entry(
              List.of("tester"),
              "unit-testing integration-testing e2e-testing performance-testing security-testing"
                  + " api-testing test-automation test-analysis"),
          Map.entry(List.of("tester", "reviewer"), "validation"),
          Map.entry(List.of("reviewer"), "review"),
          Map.entry(List.of("reviewer", "architect"), "architecture-review"),
          Map.entry(
              List.of("architect"),
              "system-design api-design cloud-architecture microservices-design"
                  + " security-architecture scalability-design database-architecture"),
          Map.entry(
              List.of(
                  "documenter",
                  "coordinator",
                  "researcher",
                  "coder",
                  "analyst",
                  "architect",
                  "reviewer"),
              "documentation"),
          Map.entry(List.of("documenter", "coordinator"), "communication"),
          Map.entry(List.of("documenter", "coordinator", "monitor"), "status-reporting"),
          Map.entry(List.of("monitor"), "monitoring"),
          Map.entry(List.of("monitor", "coordinator"), "progress-tracking"),
          Map.entry(List.of("coordinator", "optimizer"), "resource-allocation"),
          Map.entry(
              List.of("coordinator"),
              "coordination task-orchestration workflow-management team-coordination"),
          Map.entry(List.of("optimizer", "specialist"), "optimization"),
          Map.entry(List.of("specialist"), "custom"));

  private static final int TYPES = 56;

  @Test
  void everyTaskType_isCompletedByAnAgentOfItsTrade() {
    Map<String, List<String>> agentsByType = new TreeMap<>();
    TYPES_BY_AGENTS.forEach(
        (agents, types) -> List.of(types.split(" ")).forEach(t -> agentsByType.put(t, agents)));
    assertThat(agentsByType).hasSize(TYPES);
    try (LocalEnvironment environment = LocalEnvironment.start();
        WorkerProcess worker = WorkerProcess.ready("types", environment, Map.of());
        Topics topics = new Topics(environment.kafka().orElseThrow().bootstrapServers())) {

      agentsByType.keySet().forEach(type -> topics.send(definition(type)));

      await()
          .atMost(SOON)
          .until(
              () -> agentsByType.keySet().stream().allMatch(t -> topics.resultOf(id(t)) != null));
      FakeAnthropic anthropic = environment.anthropic().orElseThrow();
      agentsByType.forEach(
          (type, agents) -> {
            JsonNode result = topics.resultOf(id(type));
            assertThat(result.path("status").asText()).as(type).isEqualTo("completed");
            assertThat(result.path("agentId").asText()).as(type).isIn(agents);
            assertThat(anthropic.lastRequest(id(type)).body())
                .as("instructions before description; input; context")
                .contains("Do it.", "\\\"ticket\\\":17", "what came before", "what is near")
                .doesNotContain("A task of claude-flow");
          });
      await().atMost(SOON).until(() -> topics.lag() == 0);
      assertThat(topics.deadLetters()).isEmpty();
      assertThat(worker.hasExited()).isFalse();
    }
  }

  private static String id(String type) {
    return "task_" + type;
  }

  /** A {@code TaskDefinition} with all its fields, as {@code JSON.stringify} writes it. */
  private static String definition(String type) {
    return """
        {'id':{'id':'task_TYPE','swarmId':'swarm_1','sequence':3,'priority':1},
         'type':'TYPE','name':'A TYPE','description':'A task of claude-flow: TYPE.',
         'requirements':{'capabilities':[],'minReliability':0.8,'estimatedDuration':60000,
           'tools':['editor'],'permissions':['read','write'],'environment':{'os':'any'},
           'reviewRequired':true,'testingRequired':false},
         'constraints':{'deadline':'2099-01-01T00:00:00.000Z','startAfter':'2020-01-01T00:00:00.000Z',
           'maxRetries':3,'maxTokens':2048,'timeoutAfter':300000,'maxCost':5,
           'dependencies':[{'id':'task_0','swarmId':'swarm_1','sequence':2,'priority':1}],
           'dependents':[],'conflicts':[],'preferredAgents':[
             {'id':'agent_9','swarmId':'swarm_1','type':'coder','instance':1}],
           'excludedAgents':[],'requiresHuman':false},
         'priority':'normal','input':{'ticket':17},'expectedOutput':{'text':'string'},
         'instructions':'[fake id=task_TYPE] Do it.',
         'context':{'previousResults':[{'output':'what came before'}],
           'relatedTasks':[{'objective':'what is near'}],'targetDir':'/tmp'},
         'parameters':{'depth':2},'examples':['one',{'two':2}],
         'status':'created','createdAt':'2026-01-01T00:00:00.000Z',
         'updatedAt':'2026-01-01T00:00:00.000Z','attempts':[],
         'statusHistory':[{'timestamp':'2026-01-01T00:00:00.000Z','from':'created','to':'created',
           'reason':'Task created','triggeredBy':'system'}]}
        """
        .replace("TYPE", type);
  }
}
