package io.amp4j.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.loader.LoadError;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3ErrorsTest {
    @Test
    void an_upload_whose_end_was_told_to_nobody_is_tried_again() {
        var missing = NoSuchUploadException.builder().statusCode(404).build();
        assertThat(S3Errors.of("write", "s3://b/f", missing).code()).isEqualTo(LoadError.DESTINATION_UNAVAILABLE);
    }

    @Test
    void a_bucket_that_is_not_there_is_not() {
        var missing = S3Exception.builder().statusCode(404).build();
        assertThat(S3Errors.of("write", "s3://b/f", missing).code()).isEqualTo(LoadError.DESTINATION_FAILED);
    }
}
