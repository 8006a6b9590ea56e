package io.metriton.installid.fs;

import io.metriton.api.support.InstallIdText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a file says: an id, nothing, or something that is neither, which is somebody's. An id is the first line that is not
 * blank, without blanks around, of 1 to 128 printable characters. Blank is also what cannot be seen: byte order marks, spaces
 * without width, and NULs, of which a file may consist after a power failure.
 */
final class IdText {
    private IdText() {}

    /**
     * The id in a file.
     *
     * @param content all of it
     * @return empty if it is blank
     * @throws NotAnIdException if it holds something else
     */
    static Optional<String> parse(byte[] content) throws NotAnIdException {
        String text = new String(content, StandardCharsets.UTF_8);
        int start = 0;
        while (start < text.length() && InstallIdText.isBlank(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        int end = start;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        while (end > start && InstallIdText.isBlank(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return start == end ? Optional.empty() : Optional.of(checked(text.substring(start, end)));
    }

    private static String checked(String line) throws NotAnIdException {
        if (!InstallIdText.isId(line)) {
            throw new NotAnIdException("its first line is no id, which has 1 to 128 printable characters");
        }
        return line;
    }
}
