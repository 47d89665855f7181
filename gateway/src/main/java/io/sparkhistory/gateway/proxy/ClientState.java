package io.sparkhistory.gateway.proxy;

import io.netty.buffer.ByteBuf;

/**
 * State of a client connection in the life of a request: how it handles each event. {@link
 * ClientConnection} has the picture.
 */
sealed interface ClientState permits ClientState.Simple, Wait, Forwarding {

  /** Uses bytes that have arrived; returns whether there may be more to do with the rest. */
  boolean received(ClientConnection client, ByteBuf data);

  /** The deadline of the connection has passed. */
  void deadlinePassed(ClientConnection client);

  /** The client takes bytes again. */
  default void writable(ClientConnection client) {}

  /** Called several times a second. */
  default void look(long now) {}

  /** Gives up what was asked for, because the request ends in another way. */
  default void abandon() {}

  /** The states that know nothing but themselves. */
  enum Simple implements ClientState {
    /**
     * No request has begun. Ends with the first byte of one, or by {@code --keep-alive-timeout}.
     */
    IDLE {
      @Override
      public boolean received(ClientConnection client, ByteBuf data) {
        return READING_HEAD.received(client, data);
      }

      @Override
      public void deadlinePassed(ClientConnection client) {
        client.slow().idle(client);
      }

      @Override
      public void writable(ClientConnection client) {
        client.read(true);
        client.advanceSoon();
      }
    },

    /** A part of a head is there. Ends with the rest of it, or by {@code --head-timeout}. */
    READING_HEAD {
      @Override
      public boolean received(ClientConnection client, ByteBuf data) {
        return client.writable() ? client.readHead(data) : client.holdBack(data);
      }

      @Override
      public void deadlinePassed(ClientConnection client) {
        client.slow().head(client);
      }
    },

    /** The gate is asked right now; it answers before anything else happens, or becomes a wait. */
    DECIDING {
      @Override
      public boolean received(ClientConnection client, ByteBuf data) {
        return client.holdBack(data);
      }

      @Override
      public void deadlinePassed(ClientConnection client) {}
    },

    /** Closed, or left to {@link LingeringClose}. */
    CLOSED {
      @Override
      public boolean received(ClientConnection client, ByteBuf data) {
        data.skipBytes(data.readableBytes());
        return false;
      }

      @Override
      public void deadlinePassed(ClientConnection client) {}
    }
  }
}
