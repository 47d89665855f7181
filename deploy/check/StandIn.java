import io.sparkhistory.standin.ApiServer;

/**
 * Runs the stand-in for an API server by itself, for checks that are not written in Java: prints its
 * address, puts a tenant into it, and ends with its standard input.
 */
final class StandIn {
  private static final String TENANT =
      """
      apiVersion: sparkhistory.io/v1beta1
      kind: SparkHistoryServer
      metadata: {name: spark-history-server, namespace: team-a, uid: u1, generation: 1}
      spec: {image: none, sparkVersion: 4.0.4, logDirectory: "file:///logs", idleTimeout: never}
      """;

  public static void main(String[] arguments) throws Exception {
    try (ApiServer server = ApiServer.start()) {
      server.put("namespaces", "", "team-a", "metadata: {name: team-a}");
      server.put("sparkhistoryservers", "team-a", "spark-history-server", TENANT);
      System.out.println(server.url());
      while (System.in.read() >= 0) {}
    }
  }
}
