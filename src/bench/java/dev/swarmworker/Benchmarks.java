package dev.swarmworker;

/** Temporary. */
public final class Benchmarks {
  private Benchmarks() {}

  public static void main(String[] args) throws Exception {
    java.nio.file.Files.writeString(
        java.nio.file.Path.of("target/cp.txt"), System.getProperty("java.class.path"));
    org.openjdk.jmh.Main.main(args);
  }
}
