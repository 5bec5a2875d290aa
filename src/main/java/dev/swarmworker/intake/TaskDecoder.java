package dev.swarmworker.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.swarmworker.intake.Decoded.Invalid;
import dev.swarmworker.intake.Decoded.Valid;
import dev.swarmworker.json.PooledJson;
import dev.swarmworker.task.ErrorCode;
import dev.swarmworker.task.Failure;
import dev.swarmworker.task.Priority;
import dev.swarmworker.task.Task;
import dev.swarmworker.task.TaskId;
import dev.swarmworker.task.Utf16;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a message as a task, by the contract. Whatever the bytes, the answer is a {@link Decoded};
 * work and memory are bounded by their number. Safe for many threads.
 */
final class TaskDecoder {

  private static final Pattern TYPE = Pattern.compile("[a-z0-9-]{1,64}");

  /** Of what nobody foresaw: it must not end this worker, and the next, and the next. */
  private static final String UNFORESEEN = "the value cannot be read as a task";

  private static final int MAX_DEPTH = 200;
  private static final int MAX_TIMEOUT_MILLIS = 3_600_000;
  private static final int MAX_RETRIES = 20;
  private static final int MAX_TOKENS = 1_000_000;
  private static final int MAX_TENANT = 64;

  private final int maxBytes;
  private final ObjectReader json;

  /**
   * @param maxBytes largest value that is read as a task
   */
  TaskDecoder(int maxBytes) {
    this.maxBytes = maxBytes;
    JsonFactory factory =
        PooledJson.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();
    ObjectMapper mapper =
        JsonMapper.builder(factory)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // Of two fields of one name, another reader may see the one that we do not.
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            // An input's numbers go to the model as they were sent.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    this.json = mapper.reader();
  }

  Decoded decode(byte @Nullable [] value) {
    if (value == null || value.length == 0) {
      return new Invalid(Optional.empty(), invalidJson("the value is empty"));
    }
    if (value.length > maxBytes) {
      return invalid(
          value,
          ErrorCode.TASK_TOO_LARGE,
          "the value has %d bytes, at most %d are allowed".formatted(value.length, maxBytes));
    }
    try {
      JsonNode root = json.readTree(utf8(value));
      if (root.isMissingNode()) {
        return new Invalid(Optional.empty(), invalidJson("the value is blank"));
      }
      if (!root.isObject()) {
        return invalid(value, ErrorCode.INVALID_TASK, "the value must be a JSON object");
      }
      return new Valid(task(Fields.root(root)));
    } catch (CharacterCodingException e) {
      return invalid(value, ErrorCode.INVALID_JSON, "the value is not UTF-8");
    } catch (JsonProcessingException e) {
      return invalid(value, ErrorCode.INVALID_JSON, "the value is not JSON" + place(e));
    } catch (NumberFormatException e) {
      // Of an exponent beyond all bounds, which Jackson lets out as it is.
      return invalid(value, ErrorCode.INVALID_JSON, "the value has a number that is none");
    } catch (Fields.InvalidField e) {
      return invalid(value, ErrorCode.INVALID_TASK, e.rule());
    } catch (RuntimeException e) {
      return invalid(value, ErrorCode.INVALID_TASK, UNFORESEEN);
    }
  }

  private static Task task(Fields task) {
    String type = type(task);
    Fields metadata = task.object("metadata");
    return new Task(
        id(task),
        type,
        objective(task),
        input(task),
        context(task.object("context")),
        requirements(task.object("requirements"), type),
        constraints(task.object("constraints")),
        overrides(metadata),
        priority(task));
  }

  private static TaskId id(Fields task) {
    JsonNode node = task.any("id");
    if (node == null) {
      throw task.invalid("id", "is required");
    }
    String id = node.isObject() ? task.object("id").text("id") : task.text("id");
    if (id == null || !TaskId.isValid(id)) {
      throw task.invalid(
          node.isObject() ? "id.id" : "id",
          "must be 1 to " + TaskId.MAX_LENGTH + " of A-Z a-z 0-9 . _ : -");
    }
    return new TaskId(id);
  }

  private static String type(Fields task) {
    String type = task.text("type");
    if (type == null) {
      throw task.invalid("type", "is required");
    }
    if (!TYPE.matcher(type).matches()) {
      throw task.invalid("type", "must be 1 to 64 of a-z 0-9 -");
    }
    return type;
  }

  private static String objective(Fields task) {
    for (String name : List.of("objective", "instructions", "description")) {
      String text = task.text(name);
      if (text != null && !text.isBlank()) {
        return text;
      }
      if (text != null && name.equals("objective")) {
        throw task.invalid(name, "must not be blank");
      }
    }
    throw task.invalid("objective", "is required, or instructions, or description; not blank");
  }

  private static @Nullable String input(Fields task) {
    JsonNode input = task.any("input");
    return input == null ? null : Utf16.wellFormed(input.toString());
  }

  private static Task.Context context(Fields context) {
    List<String> previous = context.textOfEach("previousResults", "output");
    List<String> related = context.textOfEach("relatedTasks", "objective");
    return previous.isEmpty() && related.isEmpty()
        ? Task.Context.NONE
        : new Task.Context(previous, related);
  }

  private static Task.Requirements requirements(Fields requirements, String type) {
    List<String> named = requirements.names("capabilities");
    return new Task.Requirements(
        named.isEmpty() ? Set.of(type) : Set.copyOf(named),
        requirements.text("agentType", 0, Fields.MAX_NAME));
  }

  private static Task.Constraints constraints(Fields constraints) {
    Integer timeout = constraints.integer("timeoutAfter", 1, MAX_TIMEOUT_MILLIS);
    return new Task.Constraints(
        deadline(constraints),
        timeout == null ? null : Duration.ofMillis(timeout),
        constraints.integer("maxRetries", 0, MAX_RETRIES),
        constraints.integer("maxTokens", 1, MAX_TOKENS),
        constraints.ids("preferredAgents"),
        Set.copyOf(constraints.ids("excludedAgents")));
  }

  private static @Nullable Instant deadline(Fields constraints) {
    String deadline = constraints.text("deadline");
    if (deadline == null) {
      return null;
    }
    try {
      return Instant.parse(deadline);
    } catch (DateTimeParseException e) {
      throw constraints.invalid("deadline", "must be an RFC 3339 instant");
    }
  }

  private static Task.Overrides overrides(Fields metadata) {
    String tenant = metadata.text("tenant", 1, MAX_TENANT);
    return new Task.Overrides(
        metadata.text("model"),
        metadata.number("temperature", 0, 1),
        metadata.text("systemPrompt"),
        metadata.flag("cache", true),
        tenant == null ? Task.Overrides.DEFAULT_TENANT : tenant);
  }

  private static Priority priority(Fields task) {
    String name = task.text("priority");
    if (name == null) {
      return Priority.NORMAL;
    }
    return switch (name) {
      case "critical" -> Priority.CRITICAL;
      case "high" -> Priority.HIGH;
      case "normal" -> Priority.NORMAL;
      case "low" -> Priority.LOW;
      case "background" -> Priority.BACKGROUND;
      default ->
          throw task.invalid("priority", "must be critical, high, normal, low or background");
    };
  }

  private Invalid invalid(byte[] value, ErrorCode code, String message) {
    return new Invalid(readableId(value), new Failure(code, message, false));
  }

  private static Failure invalidJson(String message) {
    return new Failure(ErrorCode.INVALID_JSON, message, false);
  }

  /** Its id, where one can be read in spite of all. */
  private Optional<TaskId> readableId(byte[] value) {
    try (JsonParser parser = json.createParser(new String(value, StandardCharsets.UTF_8))) {
      return ReadableId.of(parser);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Strict, and no guess at UTF-16 or UTF-32, as Jackson makes of bytes. */
  private static String utf8(byte[] value) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
  }

  /** Where the JSON breaks, without a word of what stands there. */
  private static String place(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : ": line %d, column %d"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }
}
