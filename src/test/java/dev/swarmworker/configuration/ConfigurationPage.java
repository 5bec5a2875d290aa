package dev.swarmworker.configuration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * The page of all keys: a head written by hand, and below a mark what the interfaces say.
 *
 * @param sections by prefix
 */
record ConfigurationPage(List<Section> sections) {

  static final Path FILE = Path.of("docs", "configuration.md");

  private static final String MARK =
      "<!-- Below: made of the interfaces, see ConfigurationPageTest -->\n";
  private static final Path APPLICATION = Path.of("src/main/resources/application.properties");

  static ConfigurationPage ofTheApplication() {
    Properties standards = new Properties();
    try (Reader file = Files.newBufferedReader(APPLICATION, UTF_8)) {
      standards.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ConfigurationPage(
        Mappings.all().stream().map(mapping -> Section.of(mapping, standards)).toList());
  }

  List<Key> keys() {
    return sections.stream().flatMap(section -> section.keys().stream()).toList();
  }

  /** The page as it should be, with the head of the one that is there. */
  String below(String present) {
    int mark = present.indexOf(MARK);
    String head = mark < 0 ? present : present.substring(0, mark);
    return head
        + MARK
        + sections.stream().map(ConfigurationPage::markdown).collect(Collectors.joining());
  }

  private static String markdown(Section section) {
    return """

        ## %s
        %s

        | key and variable | allowed | default | meaning |
        |---|---|---|---|
        %s"""
        .formatted(
            section.prefix(),
            section.meaning(),
            section.keys().stream().map(ConfigurationPage::row).collect(Collectors.joining()));
  }

  private static String row(Key key) {
    String standard = key.standard() == null ? "none" : "`" + key.standard() + "`";
    return "| `%s`<br>`%s` | %s | %s | %s |\n"
        .formatted(
            key.name(), key.variable(), cell(key.allowed()), cell(standard), cell(key.meaning()));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
