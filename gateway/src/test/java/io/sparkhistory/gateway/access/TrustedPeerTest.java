package io.sparkhistory.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.access.Proof.Verdict;
import io.sparkhistory.gateway.fixture.Shown;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedPeerTest {
  private static final String INGRESS =
      "spiffe://cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account";
  private static final Caller ALICE = new Caller("alice", List.of());

  private final TrustedPeer peer = new TrustedPeer(INGRESS);

  private Verdict verdict(String... fields) {
    String[] named = new String[fields.length];
    for (int i = 0; i < fields.length; i++) {
      named[i] = fields[i].replace("INGRESS", INGRESS);
    }
    return peer.of(Shown.certificates(named), ALICE).toCompletableFuture().join();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "URI=INGRESS",
        "By=spiffe://cluster.local/ns/spark-history/sa/gateway;Hash=ab12;Subject=\"\";URI=INGRESS",
        "Hash=ab12;Subject=\"CN=x,O=y;z\";URI=INGRESS;DNS=a.example;DNS=b.example",
        "URI=\"INGRESS\"",
        "URI=spiffe://evil/ns/x/sa/y,By=b;URI=INGRESS",
        "By=a;URI=spiffe://a, By=b;URI=INGRESS",
        "By=a;URI=spiffe://a, URI=INGRESS",
        "By=b;  uRi=INGRESS;DNS=a",
        "URI=INGRESS;Subject=\"CN=a,O=b;URI=c\"",
        "Subject=\"a \\\" , b\";URI=INGRESS"
      })
  void theLastElementNamesTheIngressGateway(String field) {
    assertThat(verdict(field)).isInstanceOf(Verdict.Proven.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "INGRESS",
        "By=INGRESS;Hash=ab",
        "URI=INGRESS/",
        "URI=INGRESSx",
        "URI=xINGRESS",
        "UR=INGRESS",
        "URIS=INGRESS",
        "URJ=INGRESS",
        "URI =INGRESS",
        "URI= INGRESS",
        "URI=\"INGRESS\"x",
        "URI=x\"INGRESS\"",
        "URI=\"\"",
        "By=b;URI=spiffe://a; URI=INGRESS",
        "By=b;URI=INGRESS; uri=spiffe://a",
        "URI",
        "URI=spiffe://cluster.local/ns/ns-a/sa/default-editor",
        // what a pod sent, and then what the sidecar says of that pod
        "By=b;URI=INGRESS,By=b;URI=spiffe://cluster.local/ns/ns-a/sa/default-editor",
        "URI=INGRESS,By=b;Hash=ab",
        "URI=INGRESS,",
        "URI=INGRESS;URI=spiffe://cluster.local/ns/ns-a/sa/default-editor",
        "URI=spiffe://cluster.local/ns/ns-a/sa/default-editor;URI=INGRESS",
        "URI=INGRESS;uri=INGRESS",
        "Subject=\",URI=INGRESS\";URI=spiffe://a",
        "Subject=\"URI=INGRESS",
        "By=b;URI=spiffe://a;Subject=\",URI=INGRESS;\"",
        // a backslash means nothing outside of quotes
        "URI=INGRESS;X=\\,By=b;Hash=ab12",
        "URI=INGRESS;X=\\\",By=b;Hash=ab12",
        // a stranger's open quote, which the quotes of the sidecar's subject seem to close and open
        // again
        "URI=INGRESS;X=\",By=b;Hash=ab12;Subject=\"\";URI=spiffe://cluster.local/ns/ns-a/sa/default-editor",
        "URI=INGRESS;X=\"\\,By=b;Subject=\"\";URI=spiffe://a",
        "Subject=\"x\";URI=spiffe://a;Note=\",URI=INGRESS\"",
        "Subject=\"\\\",URI=INGRESS;x=\\\"\";URI=spiffe://a"
      })
  void anythingElseIsRefused(String field) {
    assertThat(verdict(field)).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void noFieldAndTwoFieldsAreRefused() {
    assertThat(verdict()).isInstanceOf(Verdict.Refused.class);
    assertThat(verdict("URI=INGRESS", "URI=INGRESS")).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void theReasonHoldsNothingThatWasSent() {
    assertThat(verdict("URI=spiffe://secret"))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.reason()).doesNotContain("secret"));
  }
}
