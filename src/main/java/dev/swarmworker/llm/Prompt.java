package dev.swarmworker.llm;

import dev.swarmworker.llm.Call.Message;
import dev.swarmworker.llm.Call.Role;
import dev.swarmworker.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Makes a question of a task, and of the agent that is to do it a call.
 *
 * <p>The conversation is claude-flow's, in its order: the user's objective, the assistant's
 * previous results, the user's related context. The API wants the roles to alternate and the last
 * turn to be the user's, where claude-flow's own list may have two turns of the user in a row or
 * end with the assistant, which the API takes for the beginning of its answer. So:
 *
 * <ul>
 *   <li>without previous results, related context joins the objective in one turn;
 *   <li>with previous results and nothing after them, {@link #GO_ON} is the user's last turn.
 * </ul>
 *
 * <p>The temperature is left to the provider unless the task sets it: models differ in what they
 * accept, and claude-flow's constant 0.7 would override what an operator chose a model for.
 *
 * <p>Safe for many threads.
 */
public final class Prompt {

  /** Last turn where the assistant's previous results would be. */
  static final String GO_ON = "Use the previous results above to do the task stated at the start.";

  private static final String FENCE = "```";

  private final int defaultMaxTokens;

  /**
   * Makes calls.
   *
   * @param defaultMaxTokens bound on the answer where the task names none
   */
  public Prompt(int defaultMaxTokens) {
    this.defaultMaxTokens = defaultMaxTokens;
  }

  /**
   * A file's text that goes with a task.
   *
   * @param name as the model is told it
   */
  public record Attachment(String name, String text) {}

  /** What {@code task} asks, with its attachments. */
  public Question question(Task task, List<Attachment> attachments) {
    Task.Overrides overrides = task.overrides();
    return new Question(
        overrides.model(),
        overrides.systemPrompt(),
        messages(task, attachments),
        Objects.requireNonNullElse(task.constraints().maxTokens(), defaultMaxTokens),
        overrides.temperature());
  }

  private static List<Message> messages(Task task, List<Attachment> attachments) {
    String related =
        block("Related context:\n", String.join("\n", said(task.context().relatedTasks())));
    List<String> previous = said(task.context().previousResults());
    List<Message> messages = new ArrayList<>();
    String objective = objective(task, attachments);
    if (previous.isEmpty()) {
      messages.add(
          new Message(Role.USER, related.isEmpty() ? objective : objective + "\n\n" + related));
      return messages;
    }
    messages.add(new Message(Role.USER, objective));
    messages.add(
        new Message(Role.ASSISTANT, "Previous results:\n" + String.join("\n\n", previous)));
    messages.add(new Message(Role.USER, related.isEmpty() ? GO_ON : related));
    return messages;
  }

  /** The API refuses turns without text, so what says nothing is left out. */
  private static List<String> said(List<String> texts) {
    return texts.stream().filter(text -> !text.isBlank()).toList();
  }

  private static String block(String title, String text) {
    return text.isEmpty() ? "" : title + text;
  }

  /** As a rule the task's own text, not a copy: it is held as long as the call lasts. */
  private static String objective(Task task, List<Attachment> attachments) {
    String input = task.input();
    if (input == null && attachments.isEmpty()) {
      return task.objective();
    }
    StringBuilder text = new StringBuilder(task.objective());
    if (input != null) {
      text.append("\n\nInput:\n").append(fenced("json", input));
    }
    for (Attachment attachment : attachments) {
      text.append("\n\nArtifact ").append(attachment.name()).append(":\n");
      text.append(fenced("", attachment.text()));
    }
    return text.toString();
  }

  private static String fenced(String language, String text) {
    String fence = fence(text);
    return fence + language + "\n" + text + "\n" + fence;
  }

  /** Longer than any fence in the text, so that the text cannot leave its block. */
  private static String fence(String text) {
    String fence = FENCE;
    while (text.contains(fence)) {
      fence += "`";
    }
    return fence;
  }
}
