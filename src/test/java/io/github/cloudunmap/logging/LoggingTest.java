package io.github.cloudunmap.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.StatusUtil;
import io.github.cloudunmap.QuietTests;
import io.github.cloudunmap.config.LogFormat;
import io.github.cloudunmap.config.LogLevel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class LoggingTest {
    private static final Logger OURS = LoggerFactory.getLogger("io.github.cloudunmap.reconcile.Reconciler");
    private static final Logger SDK = LoggerFactory.getLogger("software.amazon.awssdk.request");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeEach
    void letTheLogOut() {
        QuietTests.letTheLogOut();
    }

    @AfterEach
    void restore() {
        MDC.clear();
    }

    @Test
    void writesTheKeysOfThePythonToolAndNoOthers() {
        Logging.configure(LogLevel.INFO, LogFormat.JSON, out);
        OURS.warn("Service {} is empty", "srv-1");
        assertThat(lines())
                .containsExactly("{'asctime':'NOW','levelname':'WARNING','message':'Service srv-1 is empty'}");
    }

    @Test
    void keepsTheTypesOfKeyValuePairs() {
        Logging.configure(LogLevel.INFO, LogFormat.JSON, out);
        OURS.atInfo()
                .addKeyValue("region", "eu-west-1")
                .addKeyValue("instances", 3)
                .addKeyValue("bytes", Long.MAX_VALUE)
                .addKeyValue("seconds", 0.25)
                .addKeyValue("share", new BigDecimal("1.50"))
                .addKeyValue("ratio", Double.NaN)
                .addKeyValue("dry_run", true)
                .addKeyValue("reason", LogLevel.DEBUG)
                .addKeyValue("address", (Object) null)
                .log("done");
        assertThat(lines())
                .containsExactly(
                        "{'asctime':'NOW','levelname':'INFO','message':'done','region':'eu-west-1','instances':3,"
                                + "'bytes':9223372036854775807,'seconds':0.25,'share':1.50,'ratio':'NaN','dry_run':true,"
                                + "'reason':'DEBUG','address':null}");
    }

    @Test
    void writesEachKeyOnceAndTheEventsOwnValueOverTheThreads() {
        MDC.put("service_id", "of the thread");
        MDC.put("pass", "7");
        Logging.configure(LogLevel.INFO, LogFormat.JSON, out);
        OURS.atInfo()
                .addKeyValue("service_id", "of the event")
                .addKeyValue("message", "forged")
                .addKeyValue("service_id", "again")
                .log("done");
        assertThat(lines())
                .containsExactly("{'asctime':'NOW','levelname':'INFO','message':'done','service_id':'of the event',"
                        + "'pass':'7'}");
    }

    @Test
    void writesWhateverAMessageHoldsAsOneLineOfAscii() {
        Logging.configure(LogLevel.INFO, LogFormat.JSON, out);
        OURS.info("a\nb\r\u0000\u001b[2J\u0085\u2028\u202e\ud800 \"é\" \ud83d\ude00");
        assertThat(lines())
                .containsExactly("{'asctime':'NOW','levelname':'INFO','message':'a\\nb\\r\\u0000\\u001B[2J\\u0085"
                        + "\\u2028\\u202E\\uD800 \\'\\u00E9\\' \\uD83D\\uDE00'}");
    }

    @Test
    void writesTextWithItsValuesQuotedWhereNeeded() {
        MDC.put("service_id", "srv-1");
        Logging.configure(LogLevel.INFO, LogFormat.TEXT, out);
        OURS.atWarn()
                .addKeyValue("reason", "not-found")
                .addKeyValue("role", "arn:aws:iam::1:role/é")
                .addKeyValue("count", 2)
                .addKeyValue("blank", "a b")
                .addKeyValue("empty", "")
                .addKeyValue("quote", "a\"b")
                .addKeyValue("pair", "a=b")
                .addKeyValue("path", "c:\\n")
                .log("it is \"gone\"");
        assertThat(lines())
                .containsExactly("NOW WARNING it is 'gone' reason=not-found role=arn:aws:iam::1:role/é count=2"
                        + " blank='a b' empty='' quote='a\\'b' pair='a=b' path='c:\\\\n' service_id=srv-1");
    }

    @ParameterizedTest
    @CsvSource({
        "000a, \\n",
        "000d, \\r",
        "0009, \\t",
        "0000, \\u0000",
        "001b, \\u001b",
        "007f, \\u007f",
        "0085, \\u0085",
        "009b, \\u009b",
        "2028, \\u2028",
        "2029, \\u2029",
        "202e, \\u202e",
        "2066, \\u2066",
        "200b, \\u200b",
        "d800, \\ud800",
        "dfff, \\udfff",
        "e0001, \\udb40\\udc01",
        "5c, \\\\"
    })
    void escapesInTextWhatCouldForgeALine(String codePoint, String escaped) {
        String odd = Character.toString(Integer.parseInt(codePoint, 16));
        Logging.configure(LogLevel.INFO, LogFormat.TEXT, out);
        OURS.atInfo().addKeyValue("key" + odd, odd).log("a" + odd + "b");
        assertThat(lines()).containsExactly("NOW INFO a" + escaped + "b key" + escaped + "='" + escaped + "'");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    DEBUG,    DEBUG INFO WARN ERROR, INFO WARN ERROR
                    INFO,     INFO WARN ERROR,       WARN ERROR
                    WARNING,  WARN ERROR,            WARN ERROR
                    ERROR,    ERROR,                 ERROR
                    CRITICAL, '',                    ''
                    """)
    void logsOursFromTheLevelUpAndOthersFromWarning(LogLevel level, String ours, String others) {
        Logging.configure(level, LogFormat.TEXT, out);
        assertThat(enabledLevels(OURS)).isEqualTo(ours);
        assertThat(enabledLevels(SDK)).isEqualTo(others);
    }

    @Test
    void saysAnErrorInShortAboveDebug() {
        Logging.configure(LogLevel.INFO, LogFormat.JSON, out);
        OURS.error("pass failed", new IllegalStateException("no\nroute"));
        OURS.error("pass failed", new IOException());
        OURS.atError()
                .addKeyValue("error", "ours")
                .setCause(new IOException("theirs"))
                .log("pass failed");
        assertThat(lines())
                .containsExactly(
                        "{'asctime':'NOW','levelname':'ERROR','message':'pass failed',"
                                + "'error':'IllegalStateException: no\\nroute'}",
                        "{'asctime':'NOW','levelname':'ERROR','message':'pass failed','error':'IOException'}",
                        "{'asctime':'NOW','levelname':'ERROR','message':'pass failed','error':'ours'}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JSON", "TEXT"})
    void addsTheStackTraceUnderDebugStillOnOneLine(LogFormat format) {
        Logging.configure(LogLevel.DEBUG, format, out);
        OURS.error("pass failed", new IllegalStateException("no route"));
        assertThat(lines())
                .hasSize(1)
                .first()
                .asString()
                .contains(
                        "exc_info",
                        "java.lang.IllegalStateException: no route\\n\\tat io.github.cloudunmap.logging.LoggingTest.");
    }

    @ParameterizedTest
    @CsvSource({"JSON, x", "JSON, é", "JSON, '\"'", "TEXT, x", "TEXT, \u202e", "TEXT, é", "TEXT, \ud83d\ude00"})
    void cutsWhatWouldMakeALineLongerThanEightKilobytes(LogFormat format, String text) {
        MDC.put("service_id", text.repeat(50_000));
        Logging.configure(LogLevel.INFO, format, out);
        OURS.atWarn()
                .addKeyValue("instance_id", text.repeat(100_000))
                .addKeyValue("reason", List.of(text.repeat(9_000)))
                .addKeyValue("count", 3)
                .log(text.repeat(1_000_000));
        assertThat(out.size()).isBetween(1_000, 8192);
        assertThat(lines()).hasSize(1).first().asString().contains(" more)", "instance_id", "reason", "service_id");
    }

    @Test
    void cutsOnlyWhatIsLong() {
        Logging.configure(LogLevel.INFO, LogFormat.JSON, out);
        OURS.atInfo()
                .addKeyValue("error", "e".repeat(10_000))
                .addKeyValue("count", 3)
                .log("m".repeat(2_000));
        assertThat(lines())
                .containsExactly("{'asctime':'NOW','levelname':'INFO','message':'" + "m".repeat(2_000) + "','error':'"
                        + "e".repeat(4_096) + "\\u2026 (5904 more)','count':3}");
    }

    @Test
    void takesANewLevelAndFormatWhileRunning() {
        Logging.configure(LogLevel.ERROR, LogFormat.JSON, out);
        OURS.info("one");
        Logging.configure(LogLevel.INFO, LogFormat.TEXT, out);
        OURS.info("two");
        Logging.configure(LogLevel.WARNING, LogFormat.JSON, out);
        OURS.info("three");
        OURS.warn("four");
        assertThat(lines()).containsExactly("NOW INFO two", "{'asctime':'NOW','levelname':'WARNING','message':'four'}");
    }

    @Test
    void logsToTheStandardErrorOfTheMomentOfConfiguration() {
        PrintStream before = System.err;
        System.setErr(new PrintStream(out, true, UTF_8));
        Logging.configure(LogLevel.INFO, LogFormat.TEXT);
        System.setErr(before);
        OURS.info("one");
        Logging.flush();
        assertThat(lines()).containsExactly("NOW INFO one");
    }

    @Test
    void aLogThatNobodyTakesHoldsNobodyAndTellsOnceWhatWasDropped() throws Exception {
        Full pipe = new Full();
        long before = Logging.dropped();
        Logging.configureQueued(LogLevel.INFO, LogFormat.TEXT, pipe);
        OURS.info("event 0");
        pipe.reached.await();

        for (int event = 1; event <= QueuedLines.MOST_WAITING + 7; event++) {
            OURS.info("event {}", event);
        }

        assertThat(Logging.dropped() - before).isEqualTo(7);
        pipe.takes.countDown();
        Logging.flush();
        assertThat(lines())
                .hasSize(QueuedLines.MOST_WAITING + 2)
                .startsWith("NOW INFO event 0", "NOW INFO event 1")
                .endsWith(
                        "NOW INFO event " + QueuedLines.MOST_WAITING,
                        "NOW WARNING 7 log lines were dropped here, because nobody took the log");

        OURS.info("one more");
        Logging.flush();
        assertThat(lines()).endsWith("NOW INFO one more");
    }

    /** Takes nothing until it is told to. */
    private final class Full extends OutputStream {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch takes = new CountDownLatch(1);

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            reached.countDown();
            try {
                takes.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            out.write(bytes, offset, length);
        }
    }

    @Test
    void goesOnWhenAStreamThatFailedWorksAgain() {
        FailingForAWhile stream = new FailingForAWhile();
        Logging.configure(LogLevel.INFO, LogFormat.TEXT, stream);
        for (int event = 1; event <= 20; event++) {
            stream.fails = event > 1 && event < 20;
            OURS.info("event {}", event);
        }
        assertThat(lines()).containsExactly("NOW INFO event 1", "NOW INFO event 20");
    }

    /** Logback prints what went wrong at its start if nobody listens for it. */
    @Test
    void listensForLogbacksOwnStatusSoThatItIsNotPrinted() {
        LoggerContext context = new LoggerContext();
        new InitialLogging().configure(context);
        assertThat(StatusUtil.contextHasStatusListener(context)).isTrue();
    }

    private final class FailingForAWhile extends OutputStream {
        private boolean fails;

        @Override
        public void write(int b) throws IOException {
            if (fails) {
                throw new IOException("No space left on device");
            }
            out.write(b);
        }
    }

    private String enabledLevels(Logger logger) {
        logger.debug("DEBUG");
        logger.info("INFO");
        logger.warn("WARN");
        logger.error("ERROR");
        List<String> messages = lines().stream()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
        out.reset();
        return String.join(" ", messages);
    }

    /** What was logged, with the time left out and single quotes for double ones. */
    private List<String> lines() {
        String text = out.toString(UTF_8);
        assertThat(text).matches("(?s)|.*\n");
        return text.isEmpty()
                ? List.of()
                : List.of(text.replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "NOW")
                        .replaceAll(",\"timestamp\":\"[^\"]*\"", "")
                        .replace('"', '\'')
                        .split("\n"));
    }
}
