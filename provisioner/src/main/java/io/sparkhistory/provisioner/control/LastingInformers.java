package io.sparkhistory.provisioner.control;

import io.javaoperatorsdk.operator.api.config.BaseConfigurationService;
import io.javaoperatorsdk.operator.api.config.InformerStoppedHandler;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Configuration that keeps the operator framework running with its informers. By default it ends
 * the process when a list fails at the start or when an informer has ended.
 */
final class LastingInformers extends BaseConfigurationService {
  private static final Logger LOG = LoggerFactory.getLogger(LastingInformers.class);

  /**
   * Time limit of the first lists: decisions with incomplete caches would take objects for deleted.
   */
  private static final Duration AT_THE_START = Duration.ofDays(365);

  /**
   * Time limit of lists of a kind that is added later, the mesh's, while a reconciliation waits.
   */
  private static final Duration LATER = Duration.ofSeconds(10);

  private volatile boolean filled;
  private volatile boolean ended;

  /** All caches are filled. */
  void filled() {
    filled = true;
  }

  /** Whether an informer has ended, which only a restart of the process repairs. */
  boolean haveEnded() {
    return ended;
  }

  @Override
  public boolean stopOnInformerErrorDuringStartup() {
    return false;
  }

  @Override
  public Duration cacheSyncTimeout() {
    return filled ? LATER : AT_THE_START;
  }

  @Override
  public Optional<InformerStoppedHandler> getInformerStoppedHandler() {
    return Optional.of(
        (informer, failure) -> {
          if (failure != null) {
            ended = true;
            LOG.error("The informer of {} has ended; /livez fails from now on", informer, failure);
          }
        });
  }
}
