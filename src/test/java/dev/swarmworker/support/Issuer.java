package dev.swarmworker.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/**
 * A provider of identities on loopback: discovery, keys, and tokens for one client that knows its
 * secret. Whoever starts it closes it.
 */
public final class Issuer implements AutoCloseable {

  public static final String AUDIENCE = "swarm-worker";
  public static final String CLIENT = "swarm-client";

  private final HttpServer server;
  private final RsaJsonWebKey key;
  private final String secret;

  private Issuer(HttpServer server, RsaJsonWebKey key, String secret) {
    this.server = server;
    this.key = key;
    this.secret = secret;
  }

  /**
   * Starts one.
   *
   * @param secret of its client
   */
  public static Issuer start(String secret) {
    return start(secret, 0);
  }

  /**
   * Starts one on a port that was chosen before.
   *
   * @param port 0: any that is free
   */
  public static Issuer start(String secret, int port) {
    try {
      RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
      key.setKeyId("one");
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      Issuer issuer = new Issuer(server, key, secret);
      server.createContext("/.well-known/openid-configuration", issuer::describe);
      server.createContext("/jwks", issuer::tellKeys);
      server.createContext("/token", issuer::giveToken);
      server.start();
      return issuer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public String tokenUrl() {
    return url() + "/token";
  }

  public String keysUrl() {
    return url() + "/jwks";
  }

  /** A token with these roles that is right in all else. */
  public String token(String... roles) {
    return token(claims -> claims.setStringListClaim("groups", List.of(roles)));
  }

  /** A token that is right but for a change. */
  public String token(Consumer<JwtClaims> change) {
    return signed(change, key, AlgorithmIdentifiers.RSA_USING_SHA256);
  }

  /** A token that somebody else signed, who calls the key as this issuer does. */
  public String forged(String... roles) {
    try {
      RsaJsonWebKey other = RsaJwkGenerator.generateJwk(2048);
      other.setKeyId(key.getKeyId());
      return signed(
          claims -> claims.setStringListClaim("groups", List.of(roles)),
          other,
          AlgorithmIdentifiers.RSA_USING_SHA256);
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A token that nobody signed. */
  public String unsigned(String... roles) {
    return signed(
        claims -> claims.setStringListClaim("groups", List.of(roles)),
        null,
        AlgorithmIdentifiers.NONE);
  }

  private String signed(Consumer<JwtClaims> change, JsonWebKey by, String algorithm) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(url());
    claims.setAudience(AUDIENCE);
    claims.setSubject(CLIENT);
    claims.setIssuedAtToNow();
    claims.setExpirationTimeMinutesInTheFuture(10);
    claims.setGeneratedJwtId();
    change.accept(claims);
    JsonWebSignature signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setAlgorithmHeaderValue(algorithm);
    if (by instanceof RsaJsonWebKey rsa) {
      signature.setKey(rsa.getPrivateKey());
      signature.setKeyIdHeaderValue(rsa.getKeyId());
    } else {
      signature.setAlgorithmConstraints(AlgorithmConstraints.ALLOW_ONLY_NONE);
    }
    try {
      return signature.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  private void describe(HttpExchange exchange) throws IOException {
    String json =
        """
        {"issuer":"%s","jwks_uri":"%s","token_endpoint":"%s",
         "id_token_signing_alg_values_supported":["RS256"]}"""
            .formatted(url(), keysUrl(), tokenUrl());
    answer(exchange, 200, json);
  }

  private void tellKeys(HttpExchange exchange) throws IOException {
    answer(exchange, 200, new JsonWebKeySet(key).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
  }

  private void giveToken(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    String right = Base64.getEncoder().encodeToString((CLIENT + ":" + secret).getBytes(UTF_8));
    if (("Basic " + right).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      answer(
          exchange,
          200,
          "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":600}"
              .formatted(token()));
    } else {
      answer(exchange, 401, "{\"error\":\"invalid_client\"}");
    }
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
