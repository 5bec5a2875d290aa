package dev.swarmworker.api;

import dev.swarmworker.artifact.ArtifactPath;
import dev.swarmworker.artifact.ArtifactPath.Parsed;
import dev.swarmworker.artifact.ArtifactStore;
import dev.swarmworker.artifact.FileFailure;
import dev.swarmworker.artifact.FileOutcome;
import dev.swarmworker.artifact.OutputPlacement;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an operator does to the artifact folder: keep an output for longer than its retention, by a
 * copy of it elsewhere; name such a copy otherwise; be rid of one that should not be there. Only
 * where the API is closed: see docs/adr/0021-changes-need-a-closed-api.md.
 */
@Singleton
final class ArtifactChanges {

  private final ArtifactStore store;
  private final AccessRule rule;

  ArtifactChanges(ArtifactStore store, AccessRule rule) {
    this.store = store;
    this.rule = rule;
  }

  /** A path, and nothing more. */
  record Moved(String path) {}

  /** Copies a file, or moves it; in place of one that is there. */
  Response keep(String from, @Nullable String copyTo, @Nullable String moveTo) {
    if (!rule.closed()) {
      return ClosedOnly.refusal();
    }
    if (!(ArtifactPath.parse(from) instanceof Parsed.Valid(ArtifactPath source))) {
      return Problem.response(400, "not an artifact path");
    }
    if (copyTo != null && moveTo == null) {
      return to(copyTo, target -> answer(store.copy(source, target), 201, ref -> ref));
    }
    if (copyTo == null && moveTo != null) {
      return OutputPlacement.isOurs(source)
          ? Problem.response(409, "a result may name it: it can be copied, not moved")
          : to(
              moveTo,
              target -> answer(store.move(source, target), 200, path -> new Moved(path.value())));
    }
    return Problem.response(400, "copyTo or moveTo must say where, one of them");
  }

  private static Response to(String path, Target target) {
    return switch (ArtifactPath.parse(path)) {
      case Parsed.Invalid(String reason) -> ArtifactsResource.invalid(reason);
      case Parsed.Valid(ArtifactPath valid) ->
          OutputPlacement.isOurs(valid)
              ? Problem.response(409, "outputs/ is written by workers alone")
              : target.done(valid);
    };
  }

  Response delete(String text) {
    if (!rule.closed()) {
      return ClosedOnly.refusal();
    }
    return switch (ArtifactPath.parse(text)) {
      case Parsed.Invalid(String reason) -> ArtifactsResource.invalid(reason);
      case Parsed.Valid(ArtifactPath path) ->
          switch (store.delete(path)) {
            case FileOutcome.Done<ArtifactPath> _ -> Response.noContent().build();
            case FileOutcome.Failed<ArtifactPath>(FileFailure failure) ->
                ArtifactsResource.refused(failure);
          };
    };
  }

  private static <T> Response answer(FileOutcome<T> outcome, int status, Function<T, Object> body) {
    return switch (outcome) {
      case FileOutcome.Done<T>(T value) ->
          Response.status(status)
              .type(MediaType.APPLICATION_JSON)
              .entity(body.apply(value))
              .build();
      case FileOutcome.Failed<T>(FileFailure failure) -> ArtifactsResource.refused(failure);
    };
  }

  private interface Target {
    Response done(ArtifactPath path);
  }
}
