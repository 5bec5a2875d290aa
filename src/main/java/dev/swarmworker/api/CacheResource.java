package dev.swarmworker.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.swarmworker.state.TtlMap;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fleet's kept answers: what there is, and the ways to be rid of a wrong one and to keep a good
 * one.
 */
@Path("/cache")
@Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
@RunOnVirtualThread
public final class CacheResource {

  private static final int MOST = 1000;

  private final TtlMap answers;

  CacheResource(TtlMap answers) {
    this.answers = answers;
  }

  /**
   * An answer without its words.
   *
   * @param remainingTtl in milliseconds
   */
  record EntryView(String key, long bytes, long remainingTtl) {}

  /**
   * Some entries.
   *
   * @param next the cursor of the next page; absent at the end
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record PageView(List<EntryView> entries, @Nullable String next) {}

  /** An answer. */
  record AnswerView(String key, long bytes, long remainingTtl, @JsonRawValue String answer) {}

  /** How many were removed. */
  record Removed(long removed) {}

  @GET
  public PageView list(
      @QueryParam("limit") @DefaultValue("100") String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    TtlMap.Page page = page(cursor, Math.clamp(Limit.of(limit), 1, MOST));
    return new PageView(
        page.entries().stream()
            .map(e -> new EntryView(e.key(), e.bytes(), e.remainingTtl().toMillis()))
            .toList(),
        page.next());
  }

  /** Counts as a look and as a use: an answer that is looked at is not the next to go. */
  @GET
  @Path("/{key}")
  public Response get(@PathParam("key") String key) {
    Optional<Duration> remaining = answers.remainingTtl(key);
    Optional<byte[]> answer = remaining.isPresent() ? answers.get(key) : Optional.empty();
    return answer
        .map(
            bytes ->
                new AnswerView(
                    key,
                    bytes.length,
                    remaining.orElseThrow().toMillis(),
                    new String(bytes, StandardCharsets.UTF_8)))
        .map(view -> Response.ok(view, MediaType.APPLICATION_JSON).build())
        .orElseGet(CacheResource::none);
  }

  @HEAD
  @Path("/{key}")
  public Response head(@PathParam("key") String key) {
    return answers.has(key) ? Response.ok().build() : none();
  }

  @DELETE
  @Path("/{key}")
  public Response delete(@PathParam("key") String key) {
    return answers.delete(key) ? Response.noContent().build() : none();
  }

  /** Keeps an answer for the whole of {@code swarm.cache.ttl} again, and longest of all. */
  @POST
  @Path("/{key}/touch")
  public Response touch(@PathParam("key") String key) {
    return answers.touch(key) ? Response.noContent().build() : none();
  }

  /** Removes all that are there; answers that come in meanwhile may stay. */
  @DELETE
  public Removed clear() {
    long removed = 0;
    @Nullable String cursor = null;
    do {
      TtlMap.Page page = page(cursor, MOST);
      removed += page.entries().stream().filter(entry -> answers.delete(entry.key())).count();
      cursor = page.next();
    } while (cursor != null);
    return new Removed(removed);
  }

  private TtlMap.Page page(@Nullable String cursor, int limit) {
    try {
      return answers.entries(cursor, limit);
    } catch (IllegalArgumentException e) {
      throw new WebApplicationException(
          e, Problem.response(400, "cursor must be the next of another page"));
    }
  }

  private static Response none() {
    return Problem.response(404, "there is no such answer, or it has expired");
  }
}
