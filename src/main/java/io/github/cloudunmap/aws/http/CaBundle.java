package io.github.cloudunmap.aws.http;

import io.github.cloudunmap.text.FileReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Reads the certificate authorities of a PEM file. They replace the JDK's authorities, as in the AWS command line. */
final class CaBundle {
    private CaBundle() {}

    /**
     * Reads the file.
     *
     * @param setting the name of the setting that holds the path
     * @throws InvalidSettingException if the file or a certificate in it cannot be read, or if it holds no certificate
     */
    static TrustManager[] read(String setting, String path) throws InvalidSettingException {
        try (ByteArrayInputStream pem = new ByteArrayInputStream(Files.readAllBytes(Path.of(path)))) {
            Collection<? extends Certificate> authorities =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (authorities.isEmpty()) {
                throw new InvalidSettingException(setting, path + " holds no certificate; give a file in PEM format");
            }
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate authority : authorities) {
                trusted.setCertificateEntry("ca-" + trusted.size(), authority);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            return factory.getTrustManagers();
        } catch (InvalidPathException e) {
            throw new InvalidSettingException(setting, "the file cannot be read: " + e.getMessage());
        } catch (IOException e) {
            throw new InvalidSettingException(setting, path + " cannot be read: " + FileReason.of(e));
        } catch (GeneralSecurityException e) {
            throw new InvalidSettingException(
                    setting, path + " holds what is no certificate: " + e.getMessage() + "; give a file in PEM format");
        }
    }
}
