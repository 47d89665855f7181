package io.sparkhistory.provisioner.configuration;

import io.sparkhistory.api.TenantHostPattern;
import io.sparkhistory.program.commandline.Option;
import io.sparkhistory.program.commandline.OptionGroup;
import io.sparkhistory.program.commandline.Values;
import java.util.Optional;

/**
 * Where browsers find the gateway.
 *
 * @param url without a path and a slash; may be empty
 * @param tenantHost pattern of the hosts of the namespaces; only with a URL; empty: all are on one
 *     host
 */
public record Site(String url, Optional<TenantHostPattern> tenantHost) {
  static final OptionGroup OPTIONS = new OptionGroup(Commands.ALL);

  private static final Option<String> PUBLIC_URL =
      OPTIONS.option(
          "public-url",
          Kinds.URL,
          "",
          "address of the gateway for browsers, which the status shows; none: the status shows a path");
  private static final Option<Optional<TenantHostPattern>> TENANT_HOST =
      OPTIONS.option(
          "tenant-host",
          Kinds.TENANT_HOST,
          "",
          "the gateway's --tenant-host, for the addresses in the status; needs --public-url");

  static Site of(Values values) {
    Site site = new Site(values.get(PUBLIC_URL), values.get(TENANT_HOST));
    values.require(
        site.tenantHost.isEmpty() || !site.url.isEmpty(),
        "--tenant-host needs --public-url: it gives the scheme and the port, such as"
            + " https://kubeflow.example.com");
    return site;
  }

  /** Address of a namespace's pages without the path; empty when it is not known. */
  public String of(String namespace) {
    return tenantHost.map(pattern -> origin(pattern.hostOf(namespace))).orElse(url);
  }

  /** The scheme and port of the URL with another host. */
  private String origin(String host) {
    int scheme = url.indexOf("//") + 2;
    int colon = url.lastIndexOf(':');
    // the colons of an IPv6 address stand inside its brackets
    String port = colon > Math.max(scheme, url.lastIndexOf(']')) ? url.substring(colon) : "";
    return url.substring(0, scheme) + host + port;
  }
}
