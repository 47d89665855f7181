package io.sparkhistory.gateway.kubernetes;

import io.sparkhistory.standin.ApiServer;
import java.util.concurrent.CountDownLatch;

/**
 * The API server stand-in by itself, to try the gateway by hand: {@code StandInMain PORT}. Its
 * objects come and go with curl, as those of a real one do: {@code curl -X POST -d '{…}'
 * http://127.0.0.1:PORT/api/v1/namespaces}, {@code curl -X DELETE …/namespaces/ns-a}.
 */
final class StandInMain {
  private StandInMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    ApiServer standIn = Cluster.rbac(ApiServer.start(Integer.parseInt(arguments[0])));
    System.out.println("API server stand-in at http://127.0.0.1:" + standIn.port());
    new CountDownLatch(1).await();
  }
}
