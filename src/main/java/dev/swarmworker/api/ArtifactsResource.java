package dev.swarmworker.api;

import dev.swarmworker.artifact.ArtifactPath;
import dev.swarmworker.artifact.ArtifactPath.Parsed;
import dev.swarmworker.artifact.ArtifactStore;
import dev.swarmworker.artifact.FileFailure;
import dev.swarmworker.artifact.FileOutcome;
import dev.swarmworker.artifact.FilesConfig;
import dev.swarmworker.artifact.Opened;
import dev.swarmworker.artifact.OutputPlacement;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The artifact folder's files, for who has no share in the folder. They are read as the client
 * takes them, a bounded number at once, and no task waits for that.
 */
@Path("/artifacts/{path:.+}")
@RunOnVirtualThread
public final class ArtifactsResource {

  private static final String TEXT = "text/plain;charset=UTF-8";

  private final ArtifactStore store;
  private final ArtifactChanges changes;
  private final Semaphore places;

  ArtifactsResource(ArtifactStore store, ArtifactChanges changes, FilesConfig config) {
    this.store = store;
    this.changes = changes;
    this.places = new Semaphore(config.downloads());
  }

  /** The bytes; 304 where the client has them. */
  @GET
  public Response get(
      @PathParam("path") String text, @Context Request request, @Context RoutingContext exchange) {
    return switch (ArtifactPath.parse(text)) {
      case Parsed.Invalid(String reason) -> invalid(reason);
      case Parsed.Valid(ArtifactPath path) -> get(path, request, exchange);
    };
  }

  /** What a GET would say, without the bytes. */
  @HEAD
  public Response head(@PathParam("path") String text) {
    return switch (ArtifactPath.parse(text)) {
      case Parsed.Invalid(String reason) -> invalid(reason);
      case Parsed.Valid(ArtifactPath path) ->
          switch (store.open(path)) {
            case FileOutcome.Failed<Opened>(FileFailure failure) -> refused(failure);
            case FileOutcome.Done<Opened>(Opened opened) -> {
              close(opened);
              yield described(path, opened).build();
            }
          };
    };
  }

  /** Gives a file another path as well, or instead. */
  @POST
  public Response keep(
      @PathParam("path") String text,
      @QueryParam("copyTo") @Nullable String copyTo,
      @QueryParam("moveTo") @Nullable String moveTo) {
    return changes.keep(text, copyTo, moveTo);
  }

  /** Deletes a file or an empty directory, an output too. */
  @DELETE
  public Response delete(@PathParam("path") String text) {
    return changes.delete(text);
  }

  private Response get(ArtifactPath path, Request request, RoutingContext exchange) {
    if (!places.tryAcquire()) {
      return Problem.response(503, "as many artifacts as may be are being fetched");
    }
    boolean handedOver = false;
    try {
      switch (store.open(path)) {
        case FileOutcome.Failed<Opened>(FileFailure failure) -> {
          return refused(failure);
        }
        case FileOutcome.Done<Opened>(Opened opened) -> {
          ResponseBuilder known = tag(path).map(request::evaluatePreconditions).orElse(null);
          if (known != null) {
            close(opened);
            return known.build();
          }
          atTheEnd(exchange, opened);
          handedOver = true;
          return described(path, opened).entity(opened.in()).build();
        }
      }
    } finally {
      if (!handedOver) {
        places.release();
      }
    }
  }

  /** Whether it was sent or the client has gone. */
  private void atTheEnd(RoutingContext exchange, Opened opened) {
    AtomicBoolean over = new AtomicBoolean();
    exchange.addEndHandler(
        _ -> {
          if (over.compareAndSet(false, true)) {
            close(opened);
            places.release();
          }
        });
  }

  private static ResponseBuilder described(ArtifactPath path, Opened opened) {
    Optional<EntityTag> tag = tag(path);
    return Response.ok()
        .type(type(path))
        .header(HttpHeaders.CONTENT_LENGTH, opened.size())
        .header("X-Content-Type-Options", "nosniff")
        .tag(tag.orElse(null));
  }

  private static String type(ArtifactPath path) {
    if (OutputPlacement.isJson(path)) {
      return MediaType.APPLICATION_JSON;
    }
    return tag(path).isPresent() ? TEXT : MediaType.APPLICATION_OCTET_STREAM;
  }

  private static Optional<EntityTag> tag(ArtifactPath path) {
    return OutputPlacement.hash(path).map(EntityTag::new);
  }

  private static void close(Opened opened) {
    try {
      opened.in().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Response invalid(String reason) {
    return Problem.response(400, "not an artifact path: " + reason);
  }

  static Response refused(FileFailure failure) {
    return switch (failure.reason()) {
      case OFF -> Problem.response(404, "artifacts are off");
      case NOT_FOUND, NOT_A_FILE, NOT_A_DIRECTORY, LINK ->
          Problem.response(404, "there is no such artifact");
      case TOO_LARGE, MALFORMED, DISK_FULL, INTERRUPTED, IO ->
          Problem.response(503, "the artifact folder cannot be used now");
    };
  }
}
