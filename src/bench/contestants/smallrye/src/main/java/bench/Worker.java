package bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.reactive.messaging.kafka.Record;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * A task in, a call, a result out, each message on a virtual thread: the guide's way to have many
 * blocking calls at once. The rest is left to SmallRye.
 */
@ApplicationScoped
public class Worker {

  private final Messages messages;
  private final ObjectMapper json;

  public Worker(@RestClient Messages messages, ObjectMapper json) {
    this.messages = messages;
    this.json = json;
  }

  @Incoming("tasks")
  @Outgoing("results")
  @RunOnVirtualThread
  public Record<String, String> perform(Record<String, String> record) throws Exception {
    JsonNode task = json.readTree(record.value());
    ObjectNode body = json.createObjectNode().put("model", "claude-sonnet-4-5");
    body.put("max_tokens", task.path("constraints").path("maxTokens").asInt());
    body.putArray("messages")
        .addObject()
        .put("role", "user")
        .put("content", task.path("objective").asText());
    JsonNode answer = messages.create("not-a-key", "2023-06-01", body);
    ObjectNode result = json.createObjectNode().put("taskId", task.path("id").asText());
    result.put("status", "completed");
    result.put("output", answer.path("content").path(0).path("text").asText());
    result.set("tokensUsed", answer.path("usage"));
    return Record.of(record.key(), json.writeValueAsString(result));
  }
}
