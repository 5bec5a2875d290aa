package dev.swarmworker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.MvnwSandbox.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script that finds a JDK and a Maven, on machines that lack now this, now that. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a POSIX shell script")
class MvnwTest {

  private static final Run NO_JDK =
      failed("mvnw: needs a JDK 25 or newer: set JAVA_HOME to one (a JRE is not enough)");

  private MvnwSandbox machine;

  @BeforeEach
  void makeMachine(@TempDir Path folder) throws IOException {
    machine = new MvnwSandbox(folder);
  }

  @Nested
  class Jdk {

    @BeforeEach
    void haveMaven() throws IOException {
      machine.cachedMaven();
    }

    @Test
    void none_saysSoInOneLine() throws Exception {
      assertThat(machine.run("verify")).isEqualTo(NO_JDK);
    }

    @Test
    void onlyOlderOrWithoutCompiler_saysSoInOneLine() throws Exception {
      machine.javaOnPath(machine.jdk("usr/lib/jvm/java-17", "17.0.15"));
      machine.env("JAVA_HOME", machine.jre("opt/jre-25", "25.0.1"));

      assertThat(machine.run("verify")).isEqualTo(NO_JDK);
    }

    @Test
    void javaHomeFits_isTakenBeforeAllOthers() throws Exception {
      Path chosen = machine.jdk("my own jdk", "25");
      machine.javaOnPath(machine.jdk("usr/lib/jvm/java-25", "25.0.1")).env("JAVA_HOME", chosen);

      assertThat(machine.run().out()).contains("java=" + chosen);
    }

    @Test
    void javaHomeTooOld_takesThatOfPath() throws Exception {
      Path chosen = machine.jdk("some where/jdk", "26-ea");
      machine.javaOnPath(chosen).env("JAVA_HOME", machine.jdk("usr/lib/jvm/java-8", "1.8.0_402"));

      assertThat(machine.run().out()).contains("java=" + chosen);
    }

    @Test
    void severalInstalled_takesTheVersionBuiltWith() throws Exception {
      machine.jdk("opt/jdk-26", "26.0.1");
      machine.jdk("usr/lib/jvm/a-newer-one", "27");
      Path chosen = machine.jdk("Library/Java/JavaVirtualMachines/temurin/Contents/Home", "25.0.3");

      assertThat(machine.run().out()).contains("java=" + chosen);
    }

    @Test
    void onlyNewerInstalled_takesIt() throws Exception {
      Path chosen = machine.jdk("my home/.sdkman/candidates/java/26-tem", "26");

      assertThat(machine.run().out()).contains("java=" + chosen);
    }
  }

  @Nested
  class Maven {

    @BeforeEach
    void haveJdk() throws IOException {
      machine.env("JAVA_HOME", machine.jdk("usr/lib/jvm/jdk 25", "25.0.1"));
    }

    @Test
    void cached_runsInTheProject_withArgumentsAndExitCode() throws Exception {
      Run run = machine.cachedMaven().run("-B", "-Dwords=two words", "*");

      assertThat(run.exit()).isEqualTo(7);
      assertThat(run.err()).isEmpty();
      assertThat(run.out())
          .containsExactly(
              "maven=" + machine.cache().resolve("bin/mvn"),
              "java=" + machine.root.resolve("usr/lib/jvm/jdk 25"),
              "folder=" + machine.project,
              "arg=-B",
              "arg=-Dwords=two words",
              "arg=*");
    }

    @Test
    void installedIsRecent_isUsed_withoutFetch() throws Exception {
      Run run = machine.installedMaven("3.9.6").run("verify");

      assertThat(run.exit()).isEqualTo(7);
      assertThat(run.out()).contains("arg=verify");
      assertThat(machine.fetched()).isEmpty();
    }

    @Test
    void installedIsOld_fetchesThroughIt_once() throws Exception {
      machine.installedMaven("3.8.7").curl().publishedMaven().pinned();

      Run first = machine.run("verify");
      Run second = machine.run("verify");

      assertThat(first.exit()).isEqualTo(7);
      assertThat(first.err()).hasSize(1);
      assertThat(first.out()).contains("maven=" + machine.cache().resolve("bin/mvn"));
      assertThat(second).isEqualTo(new Run(7, first.out(), List.of()));
      assertThat(machine.fetched()).containsExactly("maven-fetched");
      assertThat(machine.kept()).containsExactly("apache-maven-3.9.11");
    }

    @Test
    void noneInstalled_fetchesFromTheArchive() throws Exception {
      Run run = machine.curl().publishedMaven().pinned().run();

      assertThat(run.exit()).isEqualTo(7);
      assertThat(machine.fetched())
          .singleElement()
          .asString()
          .matches("curl-fetched https://\\S+/apache-maven-3\\.9\\.11-bin\\.zip");
    }

    @Test
    void checksumIsWrong_isRefused_andNotKept() throws Exception {
      Run run = machine.installedMaven("3.8.7").publishedMaven().run("verify");

      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .last()
          .isEqualTo("mvnw: refuses the fetched Maven 3.9.11: its SHA-512 is not the pinned one");
      assertThat(machine.kept()).isEmpty();
    }

    @Test
    void nothingCanBeFetched_saysWhyInOneLine() throws Exception {
      Run run = machine.installedMaven("3.8.7").curl().run("verify");

      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.err())
          .last()
          .isEqualTo("mvnw: could not fetch Maven 3.9.11: curl: no such host");
      assertThat(machine.fetched()).hasSize(2);
      assertThat(machine.kept()).isEmpty();
    }

    @Test
    void nothingToFetchWith_saysSoInOneLine() throws Exception {
      assertThat(machine.run().err())
          .last()
          .isEqualTo("mvnw: needs an installed Maven, curl or wget, to fetch Maven 3.9.11");
    }

    @Test
    void nothingToVerifyWith_saysSo_beforeAnyFetch() throws Exception {
      machine.curl().publishedMaven().pinned().withoutChecksumTools();

      assertThat(machine.run())
          .isEqualTo(
              failed(
                  "mvnw: needs sha512sum, shasum or openssl,"
                      + " to verify the Maven 3.9.11 it would fetch"));
      assertThat(machine.fetched()).isEmpty();
    }

    @Test
    void severalFetchAtOnce_allRun_andOneIsKept() throws Exception {
      machine.curl().publishedMaven().pinned();

      List<Process> started =
          List.of(machine.start(), machine.start(), machine.start(), machine.start());

      for (Process process : started) {
        assertThat(Run.endOf(process).exit()).isEqualTo(7);
      }
      assertThat(machine.kept()).containsExactly("apache-maven-3.9.11");
      assertThat(machine.cache().toFile().list()).containsExactly("bin");
    }
  }

  private static Run failed(String line) {
    return new Run(1, List.of(), List.of(line));
  }
}
