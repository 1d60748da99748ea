/** HTTP clients: the proxies they use, and the certificate authorities they trust. */
@NullMarked
package io.github.cloudunmap.aws.http;

import org.jspecify.annotations.NullMarked;
