package dev.swarmworker.artifact;

import dev.swarmworker.artifact.FileFailure.Reason;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.function.LongSupplier;

/** Finds out why the operating system refused. */
final class Diagnosis {

  /** Less than this is full: a write of one buffer just failed. */
  private static final long FULL_BELOW_BYTES = 64 * 1024;

  private final LongSupplier freeBytes;

  /**
   * @param freeBytes what the file system still takes. Java tells a full disk by a message alone,
   *     in the system's words; so the disk itself is asked.
   */
  Diagnosis(LongSupplier freeBytes) {
    this.freeBytes = freeBytes;
  }

  /** Why {@code path} could not be read, made or moved. */
  FileFailure of(IOException e, String path) {
    return switch (e) {
      case RefusedException refused ->
          new FileFailure(refused.reason(), path + ": " + refused.words());
      case NoSuchFileException _ -> new FileFailure(Reason.NOT_FOUND, path + ": there is none");
      case ClosedByInterruptException _ ->
          new FileFailure(Reason.INTERRUPTED, path + ": interrupted");
      default -> new FileFailure(Reason.IO, path + ": " + words(e));
    };
  }

  /** Why {@code path} could not be written; to be asked before its space is given back. */
  FileFailure ofWrite(IOException e, String path) {
    FileFailure failure = of(e, path);
    return failure.reason() == Reason.IO && freeBytes.getAsLong() < FULL_BELOW_BYTES
        ? new FileFailure(Reason.DISK_FULL, path + ": the disk is full: " + words(e))
        : failure;
  }

  /** The system's own words; the rest of such a message is a path of this machine. */
  private static String words(IOException e) {
    String words = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return words == null ? e.getClass().getSimpleName() : words;
  }
}
