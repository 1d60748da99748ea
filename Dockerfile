# The base images: a JDK 25 with Maven, and anything small with glibc. The runtime needs no shell, no Java and no root.
ARG BUILDER_IMAGE=maven:3-eclipse-temurin-25
ARG RUNTIME_IMAGE=debian:bookworm-slim

FROM ${BUILDER_IMAGE} AS build
# true takes target/aws-cloud-unmap as it is, for a builder that cannot reach a Maven repository.
ARG PREBUILT=false
WORKDIR /src
COPY . .
RUN [ "$PREBUILT" = true ] || mvn -B -q -DskipTests package
RUN mkdir -p /opt/aws-cloud-unmap /state && cp -R target/aws-cloud-unmap/lib target/aws-cloud-unmap/licenses /opt/aws-cloud-unmap/
# ImageModulesTest names the modules that libraries could use and are left out here.
RUN jlink --output /opt/java --compress zip-9 --strip-java-debug-attributes --no-header-files --no-man-pages \
        --add-modules java.base,java.logging,java.management,java.naming,java.sql,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.management,jdk.net,jdk.unsupported
# The start-up archive holds for exactly these flags and this order of jars, so both are kept in a file.
WORKDIR /opt/aws-cloud-unmap
RUN printf '%s\n' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MaxRAMPercentage=50 -XX:+ExitOnOutOfMemoryError \
        -Djdk.reflect.useNativeAccessorOnly=true -XX:-UsePerfData -Xlog:disable -Xlog:all=warning:stderr -XX:+DisplayVMOutputToStderr -cp "$(printf '%s:' "$PWD"/lib/*.jar)" >java.args \
    && /opt/java/bin/java -XX:AOTCacheOutput=startup.aot @java.args io.github.cloudunmap.cli.Rehearsal \
    && sed -i "1i -XX:AOTCache=$PWD/startup.aot" java.args
# The health check runs every 30 seconds, beside the program and in its memory. There is no shell and no curl to ask with,
# so it is a JVM, but one with no more than it needs: an interpreter, 8 MB of heap, and an archive of a few classes.
RUN printf '%s\n' -XX:+UseSerialGC -Xint -Xmx8m -Xss256k -XX:-UsePerfData -Xlog:disable -Xlog:all=warning:stderr \
        -cp "$(echo "$PWD"/lib/aws-cloud-unmap-*.jar)" >health.args \
    && /opt/java/bin/java -XX:AOTCacheOutput=health.aot @health.args io.github.cloudunmap.cli.HealthCheck \
    && sed -i "1i -XX:AOTCache=$PWD/health.aot" health.args

FROM ${RUNTIME_IMAGE}
COPY --from=build /opt/java /opt/java
COPY --from=build /opt/aws-cloud-unmap /opt/aws-cloud-unmap
# Takes the journal of removals, if it is given as the state directory.
COPY --from=build --chown=65532:65532 /state /var/lib/aws-cloud-unmap
VOLUME /var/lib/aws-cloud-unmap
USER 65532:65532
# Without a locale Java knows only ASCII in paths.
ENV LANG=C.UTF-8
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s \
    CMD ["/opt/java/bin/java", "@/opt/aws-cloud-unmap/health.args", "io.github.cloudunmap.cli.HealthCheck"]
ENTRYPOINT ["/opt/java/bin/java", "@/opt/aws-cloud-unmap/java.args", "io.github.cloudunmap.cli.Main"]
