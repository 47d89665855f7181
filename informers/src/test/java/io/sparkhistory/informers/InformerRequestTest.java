package io.sparkhistory.informers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InformerRequestTest {
  @ParameterizedTest
  @CsvSource({
    "/api/v1/pods, /api/v1/pods, pods, false",
    "/api/v1/pods?watch=true&timeoutSeconds=600, /api/v1/pods, pods, true",
    "/api/v1/namespaces, /api/v1/namespaces, namespaces, false",
    "/api/v1/namespaces/a/pods?limit=500, /api/v1/pods, pods, false",
    "/apis/apps/v1/namespaces/a/deployments, /apis/apps/v1/deployments, deployments, false",
    "/k8s/clusters/c-1/apis/apps/v1/deployments, /k8s/clusters/c-1/apis/apps/v1/deployments,"
        + " deployments, false"
  })
  void listsAndWatchesAreFollowed(String uri, String path, String resource, boolean watch) {
    assertThat(InformerRequest.of(URI.create("http://h" + uri)))
        .contains(new InformerRequest(path, resource, watch));
  }

  @ParameterizedTest
  @CsvSource({
    "/apis",
    "/api/v1",
    "/api/v1/",
    "/apis/apps/v1",
    "/api/v1/namespaces/a",
    "/api/v1/namespaces/a/pods/p",
    "/version"
  })
  void otherRequestsAreNot(String uri) {
    assertThat(InformerRequest.of(URI.create("http://h" + uri))).isEmpty();
  }
}
