package io.wattledger.acceptance.scale;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The line between a copy of metering and its database. It hands on what it is given; of one connection it holds back what comes after
 * the beginning of a COPY, so that the copy can be put to sleep exactly there.
 */
final class HoldingLine implements AutoCloseable {

    private static final byte[] COPY = "COPY usage_event".getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFER = 64 * 1024;

    private final ServerSocket door;
    private final int databasePort;
    private final AtomicBoolean isWanted = new AtomicBoolean();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch cutOff = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    HoldingLine(int databasePort) throws IOException {
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.databasePort = databasePort;
        Thread.ofPlatform().daemon().name("line").start(this::take);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Holds the next COPY of events; once. */
    void holdNextCopy() {
        isWanted.set(true);
    }

    /** Whether one is held, at the latest after so long. */
    boolean isHeldWithin(long seconds) throws InterruptedException {
        return held.await(seconds, TimeUnit.SECONDS);
    }

    /** Whether the database has closed the connection that is held, at the latest after so long. */
    boolean isCutOffWithin(long seconds) throws InterruptedException {
        return cutOff.await(seconds, TimeUnit.SECONDS);
    }

    /** Hands on what was held back. */
    void release() {
        released.countDown();
    }

    private void take() {
        while (!door.isClosed()) {
            try {
                Socket copy = door.accept();
                Connection connection =
                        new Connection(copy, new Socket(InetAddress.getLoopbackAddress(), databasePort));
                Thread.ofPlatform().daemon().name("to-database").start(connection::toDatabase);
                Thread.ofPlatform().daemon().name("to-copy").start(connection::toCopy);
            } catch (IOException e) {
                // The door was closed, or one of the two is gone: there is nobody to connect.
                continue;
            }
        }
    }

    /** One connection, handed on by two threads. */
    private final class Connection {
        private final Socket copy;
        private final Socket database;
        private volatile boolean isHeld;

        Connection(Socket copy, Socket database) {
            this.copy = copy;
            this.database = database;
        }

        void toDatabase() {
            handOn(copy, database);
        }

        void toCopy() {
            handOn(database, copy);
            if (isHeld) {
                cutOff.countDown();
            }
        }

        /** Until one side closes; then the other is closed too. */
        private void handOn(Socket from, Socket to) {
            byte[] buffer = new byte[BUFFER];
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                    out.write(buffer, 0, length);
                    if (from == copy && isCopy(buffer, length) && isWanted.compareAndSet(true, false)) {
                        isHeld = true;
                        held.countDown();
                        released.await();
                    }
                }
            } catch (IOException e) {
                // Closed by either side: so is the other one now.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static boolean isCopy(byte[] buffer, int length) {
            for (int from = 0; from + COPY.length <= length; from++) {
                if (Arrays.equals(buffer, from, from + COPY.length, COPY, 0, COPY.length)) {
                    return true;
                }
            }
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        release();
        door.close();
    }
}
