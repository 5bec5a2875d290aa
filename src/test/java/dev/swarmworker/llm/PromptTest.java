package dev.swarmworker.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.llm.Call.Message;
import dev.swarmworker.llm.Call.Role;
import dev.swarmworker.task.Priority;
import dev.swarmworker.task.Task;
import dev.swarmworker.task.TaskId;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class PromptTest {
  private static final Agent AGENT =
      new Agent(
          "a",
          "coder",
          Set.of("code"),
          "agents-model",
          "agents-system",
          new Agent.Provider(Agent.Protocol.ANTHROPIC, "http://x", "k"),
          1);
  private static final Prompt PROMPT = new Prompt(4096);

  private static Call call(
      String input, Task.Context context, Integer maxTokens, Task.Overrides overrides) {
    Task.Constraints constraints =
        new Task.Constraints(null, null, null, maxTokens, List.of(), Set.of());
    Task task =
        new Task(
            new TaskId("t"),
            "code",
            "Do it.",
            input,
            context,
            new Task.Requirements(Set.of("code"), null),
            constraints,
            overrides,
            Priority.NORMAL);
    return PROMPT.question(task, List.of()).to(AGENT);
  }

  private static List<Message> messages(String input, List<String> previous, List<String> related) {
    return call(input, new Task.Context(previous, related), null, Task.Overrides.NONE).messages();
  }

  @Example
  void objectiveAlone_isTheUsersTurn() {
    assertThat(messages(null, List.of(), List.of()))
        .containsExactly(new Message(Role.USER, "Do it."));
  }

  @Example
  void previousAndRelated_followInClaudeFlowsOrder() {
    assertThat(messages(null, List.of("one", "two"), List.of("x", "y")))
        .containsExactly(
            new Message(Role.USER, "Do it."),
            new Message(Role.ASSISTANT, "Previous results:\none\n\ntwo"),
            new Message(Role.USER, "Related context:\nx\ny"));
  }

  @Example
  void relatedAlone_joinsTheObjective() {
    assertThat(messages(null, List.of(), List.of("x", "y")))
        .containsExactly(new Message(Role.USER, "Do it.\n\nRelated context:\nx\ny"));
  }

  @Example
  void previousAlone_isFollowedByATurnOfTheUser() {
    assertThat(messages(null, List.of("one"), List.of()))
        .containsExactly(
            new Message(Role.USER, "Do it."),
            new Message(Role.ASSISTANT, "Previous results:\none"),
            new Message(Role.USER, Prompt.GO_ON));
  }

  @Example
  void input_isAFencedBlockThatItCannotLeave() {
    assertThat(messages("{\"a\":1}", List.of(), List.of()).getFirst().text())
        .isEqualTo("Do it.\n\nInput:\n```json\n{\"a\":1}\n```");
    assertThat(messages("\"```\"", List.of(), List.of()).getFirst().text())
        .isEqualTo("Do it.\n\nInput:\n````json\n\"```\"\n````");
  }

  @Property
  void anyConversation_alternatesFromUserToUserAndHasNoEmptyTurn(
      @ForAll @Size(max = 4) List<String> previous, @ForAll @Size(max = 4) List<String> related) {
    List<Message> messages = messages(null, previous, related);

    for (int i = 0; i < messages.size(); i++) {
      assertThat(messages.get(i).role()).isEqualTo(i % 2 == 0 ? Role.USER : Role.ASSISTANT);
      assertThat(messages.get(i).text()).isNotBlank();
    }
    assertThat(messages.getLast().role()).isEqualTo(Role.USER);
  }

  @Example
  void agentsSettings_holdUnlessTheTaskHasItsOwn() {
    assertThat(call(null, Task.Context.NONE, null, Task.Overrides.NONE))
        .isEqualTo(
            new Call(
                "agents-model",
                "agents-system",
                List.of(new Message(Role.USER, "Do it.")),
                4096,
                null));
    Task.Overrides own = new Task.Overrides("m", 0.2, "s", true, "default");
    assertThat(call(null, Task.Context.NONE, 7, own))
        .isEqualTo(new Call("m", "s", List.of(new Message(Role.USER, "Do it.")), 7, 0.2));
  }
}
