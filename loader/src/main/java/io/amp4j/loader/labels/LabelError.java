package io.amp4j.loader.labels;

import io.amp4j.client.ErrorCode;
import io.amp4j.client.ErrorKind;

/** What can be wrong with labels. All of it is said before anything is written. */
public enum LabelError implements ErrorCode {
    /** The file cannot be read, or is not what its name says: no header, a row with too many or too few values, broken UTF-8. */
    FILE("AMP-LABEL-FILE"),
    /** A value is not of its column's type, such as a digit that is no hex. */
    VALUE("AMP-LABEL-VALUE"),
    /** A label has no key, or the key of another label. */
    KEY("AMP-LABEL-KEY"),
    /** A column is not there, is there twice, or would have the name of another. */
    COLUMN("AMP-LABEL-COLUMN"),
    /** The two columns of a join cannot be compared. */
    KEY_TYPE("AMP-LABEL-KEY-TYPE"),
    /** Labels have more rows or bytes than can be joined. */
    TOO_LARGE("AMP-LABEL-TOO-LARGE"),
    /** The labels were closed before their query was run. */
    CLOSED("AMP-LABEL-CLOSED");

    private final String id;

    LabelError(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public ErrorKind kind() {
        return ErrorKind.USER;
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
