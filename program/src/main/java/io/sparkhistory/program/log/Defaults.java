package io.sparkhistory.program.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.spi.ContextAwareBase;

/** What Logback finds where nobody has called {@link Log#prepare()}, that is in tests. */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class Defaults extends ContextAwareBase implements Configurator {

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    new Log(context).begin();
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
