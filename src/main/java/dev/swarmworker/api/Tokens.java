package dev.swarmworker.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tokens by their hashes, and the role of each; the tokens themselves are not kept. */
final class Tokens {

  static final Tokens NONE = new Tokens(List.of());

  private static final int SHORTEST = 32;
  private static final int LONGEST = 512;
  private static final int MOST = 100;

  /** The characters that RFC 6750 lets a bearer token have. */
  private static final Pattern LINE =
      Pattern.compile("(?:(operator|viewer)[ \t]+)?([A-Za-z0-9._~+/=-]+)");

  private final List<Entry> entries;

  private Tokens(List<Entry> entries) {
    this.entries = entries;
  }

  private record Entry(byte[] hash, Role role) {}

  /** What a text of tokens is. */
  sealed interface Parsed {

    /** Tokens, one at least. */
    record Valid(Tokens tokens) implements Parsed {}

    /**
     * Something else.
     *
     * @param reason without a word of the text
     */
    record Invalid(String reason) implements Parsed {}
  }

  /** Reads a token a line; empty lines are passed over. */
  static Parsed parse(String text) {
    List<Entry> entries = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().map(String::strip).toList()) {
      number++;
      Matcher matcher = LINE.matcher(line);
      if (line.isEmpty()) {
        continue;
      }
      if (!matcher.matches()) {
        return new Parsed.Invalid("line " + number + " is no token");
      }
      String token = matcher.group(2);
      if (token.length() < SHORTEST || token.length() > LONGEST) {
        return new Parsed.Invalid(
            "the token in line %d is of %d characters, %d to %d are allowed"
                .formatted(number, token.length(), SHORTEST, LONGEST));
      }
      String role = matcher.group(1) == null ? "operator" : matcher.group(1);
      if (entries.stream().anyMatch(entry -> MessageDigest.isEqual(entry.hash(), hash(token)))) {
        return new Parsed.Invalid("the token in line " + number + " is there already");
      }
      entries.add(new Entry(hash(token), Role.valueOf(role.toUpperCase(Locale.ROOT))));
    }
    if (entries.isEmpty() || entries.size() > MOST) {
      return new Parsed.Invalid(
          "it has %d tokens, 1 to %d are allowed".formatted(entries.size(), MOST));
    }
    return new Parsed.Valid(new Tokens(List.copyOf(entries)));
  }

  /**
   * The role of a token's bearer; empty where it is nobody's. Compares with every token, each in
   * the same time, so that how long it takes says nothing of them.
   */
  Optional<Role> roleOf(String token) {
    byte[] hash = hash(token);
    Optional<Role> role = Optional.empty();
    for (Entry entry : entries) {
      if (MessageDigest.isEqual(hash, entry.hash())) {
        role = Optional.of(entry.role());
      }
    }
    return role;
  }

  private static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
