package io.sparkhistory.provisioner.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sparkhistory.provisioner.spec.Defaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * File with the cluster's defaults. It is read periodically, because file watches miss the symbolic
 * link by which a mounted ConfigMap changes. An invalid file leaves the last valid defaults in
 * force.
 */
public final class DefaultsFile {
  private static final Logger LOG = LoggerFactory.getLogger(DefaultsFile.class);

  private final Optional<Path> path;
  private volatile Defaults current;
  private volatile boolean valid;
  private String text;

  private DefaultsFile(Optional<Path> path, Defaults current, String text) {
    this.path = path;
    this.current = current;
    this.text = text;
    this.valid = true;
  }

  /**
   * Reads the file for the first time. Throws {@link IllegalArgumentException} with what is wrong
   * with it.
   */
  public static DefaultsFile open(Optional<Path> path) {
    if (path.isEmpty()) {
      return new DefaultsFile(path, Defaults.builtIn(), "");
    }
    try {
      String text = Files.readString(path.get(), UTF_8);
      return new DefaultsFile(path, Defaults.parse(text), text);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + path.get(), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(path.get() + ": " + e.getMessage(), e);
    }
  }

  /** The last good defaults. */
  public Defaults current() {
    return current;
  }

  /** Whether the file was good when it was last read. */
  public boolean isValid() {
    return valid;
  }

  /** Reads the file again; true when there are other defaults now. Called by one thread. */
  public boolean reread() {
    if (path.isEmpty()) {
      return false;
    }
    try {
      String now = Files.readString(path.get(), UTF_8);
      if (now.equals(text)) {
        return false;
      }
      // remembered also when it is broken, so that this is said once
      text = now;
      current = Defaults.parse(now);
      valid = true;
      LOG.info("defaults file {} was read again", path.get());
      return true;
    } catch (IOException | IllegalArgumentException e) {
      if (valid) {
        LOG.error(
            "defaults file {} is invalid, the previous defaults stay in effect: {}",
            path.get(),
            e.getMessage());
      }
      valid = false;
      return false;
    }
  }
}
