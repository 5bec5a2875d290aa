package dev.swarmworker.artifact;

/** What a worker has whose artifacts are off. */
public final class NoArtifacts {

  public static final InputArtifacts INPUTS =
      new InputArtifacts(new NoStore(), ByteSize.parse("1MiB"));
  public static final OutputPlacement OUTPUTS =
      new OutputPlacement(new NoStore(), ByteSize.parse("256KiB"));

  private NoArtifacts() {}
}
