package org.eir.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eir.core.register.Register;
import org.eir.core.register.RegisterUpdate;
import org.eir.core.subscriber.SubscriberVault;
import org.eir.core.subscriber.SubscriberVault.CannotOpenException;
import org.eir.store.FeedStatus.State;
import org.eir.store.RegisterReader.Head;
import org.eir.store.RegisterReader.UnknownChangeException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the register equal to the database: loads the lists at start, then applies every revision, whoever made it.
 *
 * <p>A notification is only a doorbell. After each one, and at every poll without one, the feed asks for what comes
 * after its own revision; so a lost notification costs one poll interval, and a lost connection is resumed where it
 * broke. Without the database the register stays as it is and {@link #status} says how old it is.
 *
 * <p>What must not be guessed at stops the feed for good: a change it does not understand, a database that no longer
 * knows what this node has seen, and whatever else gives {@linkplain #distrust reason to distrust} it.
 */
public final class RegisterFeed implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RegisterFeed.class);
    private static final Duration MAX_BACK_OFF = Duration.ofSeconds(5);
    private static final Duration MIN_BACK_OFF = Duration.ofMillis(100);

    private final Database database;
    private final Register register;
    private final Clock clock;
    private final SubscriberVault vault;
    private final Thread thread;
    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    /** Open once the lists are loaded or never will be. */
    private final CountDownLatch begun = new CountDownLatch(1);

    private volatile FeedStatus status;
    private volatile boolean loaded;
    private volatile boolean closed;
    private volatile long reconnections;
    private volatile @Nullable String distrust;
    private volatile Runnable stopListener = () -> {};
    private Tip lastSeen = Tip.NONE;

    /** Something else in memory that is kept equal to the database by the same revisions. */
    @FunctionalInterface
    public interface Follower {
        /**
         * Takes what it needs out of a snapshot of the database; called on the feed's thread, before the register gets
         * the same revisions.
         *
         * @param after the last revision it has seen; 0 at start, when everything is to be read
         * @param head the revision of the snapshot
         */
        void follow(Connection snapshot, long after, long head) throws SQLException;
    }

    /** What stops the feed for good; the message says why. */
    private static final class Stopped extends Exception {
        private final String why;

        Stopped(String why) {
            super(why);
            this.why = why;
        }
    }

    /**
     * @param vault opens the subscribers of exceptions and locks
     */
    public RegisterFeed(Database database, Register register, Clock clock, SubscriberVault vault) {
        this.database = database;
        this.register = register;
        this.clock = clock;
        this.vault = vault;
        this.status = new FeedStatus(State.LOADING, "the lists are being loaded", Instant.EPOCH);
        this.thread = Thread.ofPlatform().name("eir-feed").daemon().unstarted(this::run);
    }

    /** Lets something follow the feed; before {@link #start}, or it misses what is there already. */
    public void addFollower(Follower follower) {
        followers.add(follower);
    }

    /** Lets something know whenever there are new revisions; before {@link #start}. */
    public void onRevisions(Runnable bell) {
        followers.add((snapshot, after, head) -> bell.run());
    }

    /** Who is told, on the feed's thread, when it has stopped for good. */
    public void onStop(Runnable listener) {
        stopListener = listener;
    }

    public void start() {
        thread.start();
    }

    /**
     * Waits until the lists are in memory; false if they are not in time, or will never be because the feed has stopped,
     * of which {@link #status} says why.
     */
    public boolean awaitLoaded(Duration atMost) throws InterruptedException {
        return begun.await(atMost.toMillis(), TimeUnit.MILLISECONDS) && loaded;
    }

    /** Lets the feed apply nothing more, for good; the lists that are there are loaded all the same. */
    public void distrust(String why) {
        distrust = why;
    }

    public FeedStatus status() {
        return status;
    }

    /** How often the connection was lost and made again. */
    public long reconnections() {
        return reconnections;
    }

    private void run() {
        try {
            Duration backOff = MIN_BACK_OFF;
            while (!closed) {
                try (Connection connection = database.connectForFeed()) {
                    follow(connection);
                } catch (SQLException e) {
                    if (!closed) {
                        backOff = disconnected(e, backOff);
                    }
                }
            }
        } catch (Stopped e) {
            log.error("the register applies no further changes: {}", e.why);
            stop(e.why);
        } catch (RuntimeException | Error e) {
            // Whatever it is, a feed that ended must not look like one that has nothing to do.
            log.error("the register applies no further changes", e);
            stop("applying a change failed (" + e.getClass().getSimpleName()
                    + "), the log says where; restart this node");
        }
    }

    private void stop(String why) {
        status = new FeedStatus(State.STOPPED, why, status.lastContact());
        begun.countDown();
        stopListener.run();
    }

    /** Waits before the next attempt; returns how long to wait after that one. */
    private Duration disconnected(SQLException e, Duration lastBackOff) {
        boolean wasConnected = status.state() == State.CURRENT;
        String detail = "the database is away (" + Database.firstLine(e) + "); answering from memory";
        if (wasConnected) {
            log.warn("{}", detail);
        }
        status = new FeedStatus(loaded ? State.DISCONNECTED : State.LOADING, detail, status.lastContact());
        reconnections++;
        Duration backOff = wasConnected ? MIN_BACK_OFF : lastBackOff;
        sleep(backOff);
        Duration doubled = backOff.multipliedBy(2);
        return doubled.compareTo(MAX_BACK_OFF) < 0 ? doubled : MAX_BACK_OFF;
    }

    private void follow(Connection connection) throws SQLException, Stopped {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + ChangeSetWriter.CHANNEL);
        }
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        PGConnection doorbell = connection.unwrap(PGConnection.class);
        while (!closed) {
            pull(connection);
            String why = distrust;
            if (why != null) {
                throw new Stopped(why);
            }
            doorbell.getNotifications(database.pollIntervalMs());
        }
    }

    /** Applies what is newer than the register, in one step. */
    private void pull(Connection connection) throws SQLException, Stopped {
        Instant asked = clock.instant();
        connection.setAutoCommit(false);
        try {
            RegisterReader reader = new RegisterReader(connection, vault);
            Head head = reader.head();
            connection.setNetworkTimeout(Runnable::run, Database.FEED_READ_TIMEOUT_MS);
            if (!loaded) {
                tell(connection, 0, head);
                load(reader, head);
            } else if (!head.tip().isThatOf(lastSeen)) {
                requireHistory(reader);
                tell(connection, lastSeen.revision(), head);
                apply(reader.since(lastSeen.revision(), head), head);
            }
            connection.setNetworkTimeout(Runnable::run, Database.FEED_IDLE_TIMEOUT_MS);
        } catch (UnknownChangeException
                | Register.LimitExceededException
                | CannotOpenException
                | IllegalArgumentException e) {
            throw new Stopped(String.valueOf(e.getMessage()));
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        if (status.state() != State.CURRENT) {
            log.info("the register is current at revision {}", register.view().revision());
        }
        status = new FeedStatus(State.CURRENT, "", asked);
        begun.countDown();
    }

    private void tell(Connection snapshot, long after, Head head) throws SQLException {
        for (Follower follower : followers) {
            follower.follow(snapshot, after, head.revision());
        }
    }

    private void load(RegisterReader reader, Head head) throws SQLException, UnknownChangeException {
        long started = System.nanoTime();
        register.publish(reader.everything(head), clock.instant());
        loaded = true;
        lastSeen = head.tip();
        log.info(
                "loaded {} identities at revision {} in {} ms",
                register.view().table().identities(),
                head.revision(),
                (System.nanoTime() - started) / 1_000_000);
    }

    private void apply(RegisterUpdate update, Head head) {
        register.publish(update, clock.instant());
        lastSeen = head.tip();
    }

    private void requireHistory(RegisterReader reader) throws SQLException, Stopped {
        if (!reader.includes(lastSeen)) {
            throw new Stopped("the database does not know revision " + lastSeen.revision()
                    + " as this node has seen it: it was put back to an older state, or is another register's");
        }
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
