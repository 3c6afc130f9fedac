package connectors.servicenow;

import java.io.IOException;

/** The instance, or we, ended an answer before it was whole: it was asked for too much at a time. */
final class CutOff extends IOException {
    CutOff(Throwable cause) {
        super("an answer was cut off", cause);
    }
}
