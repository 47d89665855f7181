import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.domain.BlobMetadata;
import org.jclouds.blobstore.domain.MutableStorageMetadata;
import org.jclouds.blobstore.domain.PageSet;
import org.jclouds.blobstore.domain.StorageMetadata;
import org.jclouds.blobstore.options.ListContainerOptions;
import org.jclouds.blobstore.util.ForwardingBlobStore;

/**
 * S3Proxy with buckets in memory. Run from its source, with the libraries of S3Proxy: they are on
 * no class path of the build.
 *
 * <p>Argument: a file of properties. {@code endpoint} asks for signatures (version 4) with {@code
 * identity} and {@code credential}; {@code back} asks for none, and is for the test alone. {@code
 * aged} is a file of properties, too: keys that begin with a name in it were last modified at its
 * value, in milliseconds since 1970.
 */
final class ServeBuckets {
  private ServeBuckets() {}

  public static void main(String[] arguments) throws Exception {
    Properties settings = read(Path.of(arguments[0]));
    BlobStoreContext context =
        ContextBuilder.newBuilder("transient")
            .credentials("unused", "unused")
            .build(BlobStoreContext.class);
    BlobStore store = new Aged(context.getBlobStore(), Path.of(settings.getProperty("aged")));
    S3Proxy.builder()
        .blobStore(store)
        .awsAuthentication(
            AuthenticationType.AWS_V4,
            settings.getProperty("identity"),
            settings.getProperty("credential"))
        .endpoint(URI.create(settings.getProperty("endpoint")))
        // checksums, which the second SDK adds and S3 knows
        .ignoreUnknownHeaders(true)
        .build()
        .start();
    S3Proxy.builder()
        .blobStore(store)
        .awsAuthentication(AuthenticationType.NONE, null, null)
        .endpoint(URI.create(settings.getProperty("back")))
        .build()
        .start();
  }

  private static Properties read(Path file) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      properties.load(in);
    }
    return properties;
  }

  /** S3 has no request that sets when an object was modified. */
  private static final class Aged extends ForwardingBlobStore {
    private final Path aged;

    Aged(BlobStore delegate, Path aged) {
      super(delegate);
      this.aged = aged;
    }

    @Override
    public PageSet<? extends StorageMetadata> list(String bucket, ListContainerOptions options) {
      PageSet<? extends StorageMetadata> page = super.list(bucket, options);
      page.forEach(this::age);
      return page;
    }

    @Override
    public BlobMetadata blobMetadata(String bucket, String key) {
      BlobMetadata metadata = super.blobMetadata(bucket, key);
      age(metadata);
      return metadata;
    }

    private void age(StorageMetadata metadata) {
      if (metadata instanceof MutableStorageMetadata mutable && Files.exists(aged)) {
        try {
          read(aged)
              .forEach(
                  (prefix, time) -> {
                    if (metadata.getName().startsWith((String) prefix)) {
                      mutable.setLastModified(new Date(Long.parseLong((String) time)));
                    }
                  });
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
