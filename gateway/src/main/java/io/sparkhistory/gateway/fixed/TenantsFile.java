package io.sparkhistory.gateway.fixed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The tenants' file and its last seen state. Symbolic links are followed, as a mounted ConfigMap
 * needs it. For one thread.
 */
final class TenantsFile {
  /** Largest file that is read, bytes; some 50,000 tenants. */
  static final int MAX_BYTES = 8 << 20;

  /**
   * A file that was written this short a time before it was read may be written again without a
   * visible change of its time, so it is read once more.
   */
  private static final Duration TIME_GRANULARITY = Duration.ofSeconds(2);

  private final Path path;
  private final Clock clock;
  private @Nullable Stamp seen;
  private byte @Nullable [] content;
  private List<String> lastProblems = List.of();

  TenantsFile(Path path, Clock clock) {
    this.path = path;
    this.clock = clock;
  }

  /**
   * What can be known of a file without reading it.
   *
   * @param key device and inode, where there are such things
   */
  private record Stamp(long millis, long size, @Nullable Object key) {}

  /** Reads the file if it may have changed and hands over what it says if it can be used. */
  Reload read(Consumer<TenantsParser.Parsed> use) {
    try {
      Stamp now = stamp();
      if (now.equals(seen)) {
        return new Reload.Unchanged();
      }
      byte[] bytes = bytes();
      boolean settled = clock.millis() - now.millis() > TIME_GRANULARITY.toMillis();
      seen = settled ? now : null;
      if (Arrays.equals(bytes, content)) {
        return new Reload.Unchanged();
      }
      content = bytes;
      return apply(text(bytes), use);
    } catch (NoSuchFileException e) {
      return refuse("there is no such file");
    } catch (CharacterCodingException e) {
      return refuse("is not UTF-8");
    } catch (IOException e) {
      return refuse("cannot be read: " + e.getMessage());
    }
  }

  private Reload apply(String text, Consumer<TenantsParser.Parsed> use) {
    TenantsParser.Parsed parsed = TenantsParser.parse(path.toString(), text);
    if (!parsed.problems().isEmpty()) {
      return refuse(parsed.problems());
    }
    lastProblems = List.of();
    use.accept(parsed);
    return new Reload.Applied(parsed.tenants().size(), parsed.warnings());
  }

  private Reload refuse(String what) {
    // whatever comes back has to be read anew, also when it is what was there before
    if (!Objects.equals(lastProblems, List.of(path + ": " + what))) {
      seen = null;
      content = null;
    }
    return refuse(List.of(path + ": " + what));
  }

  private Reload refuse(List<String> problems) {
    if (problems.equals(lastProblems)) {
      return new Reload.Unchanged();
    }
    lastProblems = problems;
    return new Reload.Refused(problems);
  }

  private Stamp stamp() throws IOException {
    BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
    return new Stamp(found.lastModifiedTime().toMillis(), found.size(), found.fileKey());
  }

  private byte[] bytes() throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("it is larger than " + (MAX_BYTES >> 20) + " MiB");
      }
      return bytes;
    }
  }

  private static String text(byte[] bytes) throws CharacterCodingException {
    return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
