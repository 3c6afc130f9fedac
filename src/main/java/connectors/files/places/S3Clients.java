package connectors.files.places;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Makes clients of the AWS SDK that know what the connection's settings say, and nothing of the machine they run on. */
final class S3Clients {
    private static final int TRIES = 3;

    private S3Clients() { }

    static S3Client of(PlaceSettings settings, S3Where where, S3Http http) {
        return S3Client.builder().httpClient(http)
                .region(Region.of(settings.region())).endpointOverride(URI.create(where.endpoint().toString()))
                .forcePathStyle(where.pathStyle())
                .credentialsProvider(StaticCredentialsProvider.create(credentials(settings.authentication())))
                // each of these would be looked up in the environment when it is not said
                .dualstackEnabled(false).fipsEnabled(false).accelerate(false).useArnRegion(false)
                .crossRegionAccessEnabled(false).disableMultiRegionAccessPoints(true).disableS3ExpressSessionAuth(true)
                .defaultsMode(DefaultsMode.LEGACY)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(own -> own.defaultProfileFile(ProfileFile.aggregator().build())
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(TRIES).build()))
                .build();
    }

    private static AwsCredentials credentials(PlaceSettings.Authentication given) {
        String id = PlaceSettings.needed(given.accessKeyId(), "/authentication/access_key_id", "The access key id");
        String secret = PlaceSettings.needed(given.secretAccessKey(), "/authentication/secret_access_key",
                "The secret access key").reveal();
        if (given.sessionToken() == null) return AwsBasicCredentials.create(id, secret);
        return AwsSessionCredentials.create(id, secret, given.sessionToken().reveal());
    }
}
