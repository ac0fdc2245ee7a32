package io.amp4j.cli;

import io.amp4j.client.AmpException;
import io.amp4j.client.dataset.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads a manifest from where the user says. */
final class ManifestFile {
    private ManifestFile() {}

    /** A manifest from a file, or from standard input. */
    static Manifest read(String place, Console console) {
        if (!place.equals("-")) {
            return Manifest.read(Path.of(place));
        }
        try {
            return Manifest.parse(new String(console.in().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AmpException(CliError.INPUT, "The manifest cannot be read: " + Reason.of(e) + ".", e);
        }
    }
}
