package dev.swarmworker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.intake.Decoded.Invalid;
import dev.swarmworker.intake.Decoded.Valid;
import dev.swarmworker.task.ErrorCode;
import dev.swarmworker.task.Priority;
import dev.swarmworker.task.Task;
import dev.swarmworker.task.TaskId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TaskDecoderTest {

  private final TaskDecoder decoder = new TaskDecoder(1 << 20);

  @Test
  void smallestTask_hasTheContractsDefaults() {
    Task task = valid("{'id':'t-1','type':'coding','objective':'do it'}");

    assertThat(task)
        .isEqualTo(
            new Task(
                new TaskId("t-1"),
                "coding",
                "do it",
                null,
                Task.Context.NONE,
                new Task.Requirements(Set.of("coding"), null),
                Task.Constraints.NONE,
                Task.Overrides.NONE,
                Priority.NORMAL));
  }

  /** A newer producer's. */
  @Test
  void fieldsThatNobodyKnows_areIgnoredWhereverTheyAre() {
    Task known =
        valid(
            """
            {'id':'t-1','type':'coding','objective':'do it','context':{'relatedTasks':[]},
             'requirements':{'capabilities':['java']},'constraints':{'maxRetries':1},
             'metadata':{'model':'m'}}""");
    Task newer =
        valid(
            """
            {'v':2,'id':'t-1','type':'coding','objective':'do it','quorum':{'of':3},
             'context':{'relatedTasks':[],'memory':[1]},
             'requirements':{'capabilities':['java'],'region':'eu'},
             'constraints':{'maxRetries':1,'budget':7},
             'metadata':{'model':'m','seed':4}}""");

    assertThat(newer).isEqualTo(known);
  }

  @Test
  void everyField_isRead() {
    Task task =
        valid(
            """
            {'id':'t:1','type':'code-review','objective':'look','input':{'a':[1,2.50,null]},
             'context':{'previousResults':[{'output':'one'},{'other':1},{'output':'two'}],
                        'relatedTasks':[{'objective':'rel'}]},
             'requirements':{'capabilities':['coding','java'],'agentType':'reviewer'},
             'constraints':{'deadline':'2026-11-23T12:00:00+01:00','timeoutAfter':1500,
                            'maxRetries':0,'maxTokens':77,
                            'preferredAgents':['a',{'id':'b','type':'coder'}],
                            'excludedAgents':[{'id':'c'}]},
             'metadata':{'model':'m','temperature':0.25,'systemPrompt':'be brief','cache':false,
                         'tenant':'acme'},
             'priority':'background'}""");

    assertThat(task.input()).isEqualTo("{\"a\":[1,2.50,null]}");
    assertThat(task.context()).isEqualTo(new Task.Context(List.of("one", "two"), List.of("rel")));
    assertThat(task.requirements())
        .isEqualTo(new Task.Requirements(Set.of("coding", "java"), "reviewer"));
    assertThat(task.constraints())
        .isEqualTo(
            new Task.Constraints(
                Instant.parse("2026-11-23T11:00:00Z"),
                Duration.ofMillis(1500),
                0,
                77,
                List.of("a", "b"),
                Set.of("c")));
    assertThat(task.overrides())
        .isEqualTo(new Task.Overrides("m", 0.25, "be brief", false, "acme"));
    assertThat(task.priority()).isEqualTo(Priority.BACKGROUND);
  }

  @Test
  void claudeFlowsTaskDefinition_isAcceptedAsItIs() {
    Task task =
        valid(
            """
            {'id':{'id':'task_1','swarmId':'swarm_1','sequence':1,'priority':1},
             'type':'research','name':'Look it up','description':'Find sources',
             'requirements':{'capabilities':[],'tools':['web'],'permissions':[],
                             'agentType':'researcher','minReliability':0.8},
             'constraints':{'dependencies':[],'dependents':[],'conflicts':[],'maxRetries':3,
                            'timeoutAfter':300000},
             'priority':'high','input':{},'instructions':'Find three sources','context':{},
             'status':'created','createdAt':'2026-01-01T00:00:00.000Z',
             'updatedAt':'2026-01-01T00:00:00.000Z','attempts':[],'statusHistory':[]}""");

    assertThat(task.id().value()).isEqualTo("task_1");
    assertThat(task.objective()).isEqualTo("Find three sources");
    assertThat(task.requirements())
        .isEqualTo(new Task.Requirements(Set.of("research"), "researcher"));
    assertThat(task.priority()).isEqualTo(Priority.HIGH);
  }

  @Test
  void nullFields_areAbsent() {
    Task task =
        valid(
            "{'id':'a','type':'t','objective':null,'instructions':'','description':'d',"
                + "'input':null,'context':null,'requirements':null,'constraints':{'deadline':null},"
                + "'metadata':null,'priority':null}");

    assertThat(task.objective()).isEqualTo("d");
    assertThat(task.input()).isNull();
  }

  @Test
  void bounds_areInclusive() {
    String id = "x".repeat(128);

    assertThat(valid("{'id':'" + id + "','type':'t','objective':'o'}").id().value()).isEqualTo(id);
    Task least = valid(constraints("{'timeoutAfter':1,'maxRetries':0,'maxTokens':1}"));
    Task most = valid(constraints("{'timeoutAfter':3600000,'maxRetries':20,'maxTokens':1000000}"));
    List<String> names = IntStream.range(0, 64).mapToObj("%064d"::formatted).toList();
    String list = "['" + String.join("','", names) + "']";
    assertThat(valid(constraints("{'preferredAgents':" + list + "}")).constraints())
        .extracting(Task.Constraints::preferredAgents)
        .isEqualTo(names);
    assertThat(least.constraints().timeout()).isEqualTo(Duration.ofMillis(1));
    assertThat(most.constraints().maxTokens()).isEqualTo(1_000_000);
  }

  static List<Case> brokenMessages() {
    return BrokenMessages.ALL;
  }

  /** A message that is no task, what is to be said of it, and the id that can still be read. */
  record Case(String name, byte[] value, ErrorCode code, String says, Optional<String> id) {
    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenMessages")
  void brokenMessage_namesFieldAndBound(Case broken) {
    assertThat(decoder.decode(broken.value()))
        .isInstanceOfSatisfying(
            Invalid.class,
            invalid -> {
              assertThat(invalid.failure().code()).isEqualTo(broken.code());
              assertThat(invalid.failure().message()).contains(broken.says());
              assertThat(invalid.id().map(TaskId::value)).isEqualTo(broken.id());
            });
  }

  @Test
  void nullValue_isNoJson() {
    assertThat(decoder.decode(null)).isInstanceOf(Invalid.class);
  }

  @Test
  void message_neverQuotesTheSendersText() {
    Invalid invalid = invalid("{'id':'a','type':'t','objective':'o','priority':'SECRET-1'}");
    Invalid broken = invalid("{'id':'a','objective':'SECRET-1' SECRET-2}");

    assertThat(invalid.failure().message() + broken.failure().message()).doesNotContain("SECRET");
  }

  @Test
  void halfACharacter_isReplaced() {
    Task task = valid("{'id':'a','type':'t','objective':'cut \\ud83d','input':['\\ude00']}");

    assertThat(task.objective()).isEqualTo("cut \ufffd");
    assertThat(task.input()).isEqualTo("[\"\ufffd\"]");
  }

  private static String constraints(String constraints) {
    return "{'id':'a','type':'t','objective':'o','constraints':" + constraints + "}";
  }

  private Task valid(String json) {
    Decoded decoded = decoder.decode(bytes(json));
    assertThat(decoded).as(decoded.toString()).isInstanceOf(Valid.class);
    return ((Valid) decoded).task();
  }

  private Invalid invalid(String json) {
    return (Invalid) decoder.decode(bytes(json));
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
