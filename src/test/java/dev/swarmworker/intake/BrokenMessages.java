package dev.swarmworker.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.swarmworker.intake.TaskDecoderTest.Case;
import dev.swarmworker.task.ErrorCode;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Messages that are no tasks, of every kind that could be thought of. */
public final class BrokenMessages {

  static final List<Case> ALL = all();

  private BrokenMessages() {}

  /** Their values alone. */
  public static List<byte[]> values() {
    return ALL.stream().map(Case::value).toList();
  }

  /** The ids of those that have one, each another. */
  public static List<String> ids() {
    return ALL.stream().flatMap(broken -> broken.id().stream()).toList();
  }

  private static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    cases.add(json("empty", "", "empty"));
    cases.add(json("blank", "   ", "INVALID"));
    cases.add(json("one byte", "x", "not JSON"));
    cases.add(json("plain text", "do the dishes", "not JSON"));
    cases.add(json("cut off", "{'type':'t','objective':'o'", "not JSON"));
    cases.add(named("cut off after the id", ErrorCode.INVALID_JSON, "{'id':'b-1','type'", "JSON"));
    cases.add(named("two values", ErrorCode.INVALID_JSON, TASK + TASK, "not JSON"));
    cases.add(json("single quotes", "#{'id':1}", "not JSON"));
    cases.add(json("too deep", "[".repeat(5_000), "not JSON"));
    cases.add(
        named(
            "input too deep",
            ErrorCode.INVALID_JSON,
            "{'id':'b-1','input':" + "{'a':".repeat(500),
            "not JSON"));
    cases.add(bytes("not UTF-8", "{'id':'é'}", ISO_8859_1, "UTF-8"));
    cases.add(bytes("UTF-16", TASK, UTF_16, "UTF-8"));
    cases.add(json("NaN", "{'type':NaN}", "not JSON"));
    cases.add(json("huge number", "{'a':" + "9".repeat(5_000) + "}", "not JSON"));
    cases.add(
        named(
            "exponent of eleven digits",
            ErrorCode.INVALID_JSON,
            "{'id':'b-1','type':'t','objective':'o','input':1e99999999999}",
            "a number that is none"));
    cases.add(task("an array", "[]", "must be a JSON object"));
    cases.add(task("a string", "'b-1'", "must be a JSON object"));
    cases.add(task("a number", "17", "must be a JSON object"));
    cases.add(task("null", "null", "must be a JSON object"));
    cases.add(task("no id", "{'type':'t','objective':'o'}", "id is required"));
    cases.add(task("number as id", "{'id':7,'type':'t','objective':'o'}", "id must be a string"));
    cases.add(task("empty id", "{'id':'','type':'t','objective':'o'}", "id must be 1 to 128"));
    cases.add(
        task(
            "over-long id",
            "{'id':'" + "x".repeat(129) + "','type':'t','objective':'o'}",
            "id must be 1 to 128"));
    cases.add(
        task("id with a space", "{'id':'a b','type':'t','objective':'o'}", "id must be 1 to 128"));
    cases.add(
        task("id with a brace", "{'id':'a}b','type':'t','objective':'o'}", "id must be 1 to 128"));
    cases.add(
        task("id object without id", "{'id':{'x':1},'type':'t','objective':'o'}", "id.id must be"));
    cases.add(named("no type", "{'id':'b-1','objective':'o'}", "type is required"));
    cases.add(
        named(
            "type in capitals", "{'id':'b-1','type':'T','objective':'o'}", "type must be 1 to 64"));
    cases.add(
        named(
            "over-long type",
            "{'id':'b-1','type':'" + "t".repeat(65) + "','objective':'o'}",
            "type must be 1 to 64"));
    cases.add(named("no objective", "{'id':'b-1','type':'t'}", "objective is required"));
    cases.add(
        named(
            "blank objective", "{'id':'b-1','type':'t','objective':' '}", "objective must not be"));
    cases.add(
        named(
            "objective as array",
            "{'id':'b-1','type':'t','objective':[]}",
            "objective must be a string"));
    cases.add(with("context as string", "'context':'x'", "context must be an object"));
    cases.add(
        with(
            "previous results as object",
            "'context':{'previousResults':{}}",
            "context.previousResults must be an array"));
    cases.add(
        with(
            "output as number",
            "'context':{'previousResults':[{'output':1}]}",
            "context.previousResults[0].output must be a string"));
    cases.add(
        with(
            "capability as number",
            "'requirements':{'capabilities':['a',2]}",
            "requirements.capabilities[1] must be a string"));
    cases.add(
        with(
            "too many capabilities",
            "'requirements':{'capabilities':[" + "'a',".repeat(64) + "'a']}",
            "requirements.capabilities must have at most 64 elements"));
    cases.add(
        with(
            "over-long capability",
            "'requirements':{'capabilities':['" + "c".repeat(65) + "']}",
            "requirements.capabilities[0] must have at most 64 characters"));
    cases.add(
        with(
            "over-long type of agent",
            "'requirements':{'agentType':'" + "c".repeat(65) + "'}",
            "requirements.agentType must have 0 to 64 characters"));
    cases.add(
        with(
            "too many agents preferred",
            "'constraints':{'preferredAgents':[" + "'a',".repeat(64) + "'a']}",
            "constraints.preferredAgents must have at most 64 elements"));
    cases.add(
        with(
            "over-long agent excluded",
            "'constraints':{'excludedAgents':['b',{'id':'" + "c".repeat(65) + "'}]}",
            "constraints.excludedAgents[1].id must have at most 64 characters"));
    cases.add(
        with(
            "deadline as number",
            "'constraints':{'deadline':17}",
            "constraints.deadline must be a string"));
    cases.add(
        with(
            "deadline not RFC 3339",
            "'constraints':{'deadline':'tomorrow'}",
            "constraints.deadline must be an RFC 3339 instant"));
    cases.add(
        with(
            "timeout 0",
            "'constraints':{'timeoutAfter':0}",
            "constraints.timeoutAfter must be a whole number from 1 to 3600000"));
    cases.add(
        with(
            "timeout too long",
            "'constraints':{'timeoutAfter':3600001}",
            "constraints.timeoutAfter must be"));
    cases.add(
        with(
            "timeout as text",
            "'constraints':{'timeoutAfter':'5'}",
            "constraints.timeoutAfter must be"));
    cases.add(
        with(
            "timeout infinite",
            "'constraints':{'timeoutAfter':1e999}",
            "constraints.timeoutAfter must be"));
    cases.add(
        with(
            "retries 21",
            "'constraints':{'maxRetries':21}",
            "constraints.maxRetries must be a whole number from 0 to 20"));
    cases.add(
        with("retries 1.5", "'constraints':{'maxRetries':1.5}", "constraints.maxRetries must be"));
    cases.add(
        with(
            "tokens 0",
            "'constraints':{'maxTokens':0}",
            "constraints.maxTokens must be a whole number from 1 to 1000000"));
    cases.add(
        with(
            "agent without id",
            "'constraints':{'preferredAgents':[{'type':'coder'}]}",
            "constraints.preferredAgents[0].id is required"));
    cases.add(
        with(
            "temperature 1.1",
            "'metadata':{'temperature':1.1}",
            "metadata.temperature must be a number from 0 to 1"));
    cases.add(
        with("cache as text", "'metadata':{'cache':'no'}", "metadata.cache must be true or false"));
    cases.add(
        with(
            "over-long tenant",
            "'metadata':{'tenant':'" + "x".repeat(65) + "'}",
            "metadata.tenant must have 1 to 64 characters"));
    cases.add(with("unknown priority", "'priority':'urgent'", "priority must be critical, high"));
    cases.add(
        new Case(
            "2 MiB",
            quoted("{'id':'b-1','type':'t','objective':'" + "x".repeat(2 << 20) + "'}"),
            ErrorCode.TASK_TOO_LARGE,
            "at most 1048576",
            Optional.of("b-1")));
    cases.add(named("a field twice", ErrorCode.INVALID_JSON, TWICE, "not JSON"));
    cases.add(
        named(
            "a field twice, deep inside",
            ErrorCode.INVALID_JSON,
            "{'id':'b-1','type':'t','objective':'o','input':{'a':[{'b':1,'b':2}]}}",
            "not JSON"));
    cases.add(json("two ids", "{'id':'b-1','id':'c-1','type':'t','objective':'o'}", "not JSON"));
    cases.add(
        json(
            "two ids in the id",
            "{'id':{'id':'b-1','id':'c-1'},'type':'t','objective':'o'}",
            "not JSON"));
    return numbered(cases);
  }

  /** Each that has an id gets one of its own: b-1, b-2 and so on. */
  private static List<Case> numbered(List<Case> cases) {
    List<Case> numbered = new ArrayList<>();
    int n = 0;
    for (Case broken : cases) {
      if (broken.id().isPresent()) {
        n++;
        String id = "b-" + n;
        byte[] value = new String(broken.value(), UTF_8).replace("b-1", id).getBytes(UTF_8);
        numbered.add(new Case(broken.name(), value, broken.code(), broken.says(), Optional.of(id)));
      } else {
        numbered.add(broken);
      }
    }
    return List.copyOf(numbered);
  }

  private static final String TASK = "{'id':'b-1','type':'t','objective':'o'}";
  private static final String TWICE = "{'id':'b-1','type':'t','type':'u','objective':'o'}";

  private static Case json(String name, String text, String says) {
    String about = says.equals("INVALID") ? "" : says;
    return new Case(name, quoted(text), ErrorCode.INVALID_JSON, about, Optional.empty());
  }

  private static Case bytes(String name, String text, Charset charset, String says) {
    byte[] value = text.replace('\'', '"').getBytes(charset);
    return new Case(name, value, ErrorCode.INVALID_JSON, says, Optional.empty());
  }

  private static Case task(String name, String text, String says) {
    return new Case(name, quoted(text), ErrorCode.INVALID_TASK, says, Optional.empty());
  }

  private static Case named(String name, String text, String says) {
    return named(name, ErrorCode.INVALID_TASK, text, says);
  }

  private static Case named(String name, ErrorCode code, String text, String says) {
    return new Case(name, quoted(text), code, says, Optional.of("b-1"));
  }

  private static Case with(String name, String field, String says) {
    return named(name, "{'id':'b-1','type':'t','objective':'o'," + field + "}", says);
  }

  private static byte[] quoted(String text) {
    return text.replace('\'', '"').getBytes(UTF_8);
  }
}
