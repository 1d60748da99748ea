package io.github.cloudunmap.aws.http;

import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;

/**
 * Gives this program's HTTP settings to the clients that the SDK makes for itself to fetch credentials. The SDK
 * creates this class by its name, which {@link #install} makes known to the SDK.
 */
public final class EnvironmentHttpService implements SdkHttpService {
    private static final String SETTING = "software.amazon.awssdk.http.service.impl";

    /** Installs this class for the whole process. */
    public static void install() {
        System.setProperty(SETTING, EnvironmentHttpService.class.getName());
    }

    @Override
    public SdkHttpClient.Builder<?> createHttpClientBuilder() {
        return HttpSettings.ofProcess().client();
    }
}
