package app;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Loads the classes that a start needs ahead of it, on the other core: Spring needs some 8,000 from jars, one after the other,
 * on one thread. The JVM's own archive of classes cannot be had for a class path with a folder of classes, as a start from the
 * sources has one. Which classes, and in which order, is recorded in {@code SERAI_HOME} on the first start with this class path.
 * Nothing depends on it: without the record a start is slower, that is all.
 */
class ClassesAhead implements ApplicationListener<SpringApplicationEvent>, Ordered {
    private static final Logger LOG = LoggerFactory.getLogger(ClassesAhead.class);
    /** Of the JVM's log: a name, and the jar or folder it came from; what is generated at run time has no such place. */
    private static final Pattern LOADED = Pattern.compile("(\\S+) source: (?:file|jar):.*");
    private static final String RECORD = "classes.txt";
    private static final String RECORDING = "classes.recording";

    private Home home;
    private boolean recording;

    @Override
    public void onApplicationEvent(SpringApplicationEvent event) {
        if (event instanceof ApplicationEnvironmentPreparedEvent prepared) {
            inBackground(() -> begin(Home.of(prepared.getEnvironment())));
        }
        if (event instanceof ApplicationReadyEvent) inBackground(this::keepRecord);
    }

    /** After whatever may refuse the settings. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    private void begin(Home home) throws IOException, JMException {
        this.home = home;
        List<String> record = record();
        if (!record.isEmpty() && record.get(0).equals(classPath())) record.stream().skip(1).forEach(ClassesAhead::load);
        else startRecording();
    }

    private List<String> record() throws IOException {
        return Files.exists(home.path(RECORD)) ? Files.readAllLines(home.path(RECORD)) : List.of();
    }

    /** Without its static initialisers, so that only the time of the start changes, not its order. */
    private static void load(String name) {
        try {
            Class.forName(name, false, ClassesAhead.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError gone) {
            LOG.trace("{} is not there any more", name);
        }
    }

    private synchronized void startRecording() throws IOException, JMException {
        Files.deleteIfExists(home.path(RECORDING));
        logClasses("info");
        recording = true;
    }

    private synchronized void keepRecord() throws IOException, JMException {
        if (!recording) return;
        logClasses("off");
        recording = false;
        home.writePrivate(home.path(RECORD + ".new"), String.join("\n", recorded()));
        Files.move(home.path(RECORD + ".new"), home.path(RECORD), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(home.path(RECORDING));
    }

    private List<String> recorded() throws IOException {
        try (Stream<String> lines = Files.lines(home.path(RECORDING))) {
            Stream<String> names = lines.map(LOADED::matcher).filter(Matcher::matches).map(line -> line.group(1));
            return Stream.concat(Stream.of(classPath()), names).toList();
        }
    }

    /** The same jars in the same versions, as far as their names tell, on the same JVM. */
    private static String classPath() {
        return Integer.toHexString((System.getProperty("java.class.path") + System.getProperty("java.vm.version")).hashCode());
    }

    /** As {@code jcmd VM.log} does it. */
    private void logClasses(String level) throws JMException {
        String file = "output=\"file=" + home.path(RECORDING) + "\"";
        String[] arguments = {file, "what=class+load=" + level, "decorators=none"};
        ManagementFactory.getPlatformMBeanServer().invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "vmLog",
                new Object[] {arguments}, new String[] {String[].class.getName()});
    }

    private interface Step {
        void run() throws IOException, JMException;
    }

    private static void inBackground(Step step) {
        Thread thread = new Thread(() -> {
            try {
                step.run();
            } catch (IOException | JMException | RuntimeException failure) {
                LOG.debug("Classes are not loaded ahead", failure);
            }
        }, "serai-classes");
        thread.setDaemon(true);
        thread.start();
    }
}
