using System.Text;
using Containerize.Diagnostics;
using Containerize.Layering;

namespace Containerize.Describing;

/// <summary>What the web server of a site is told (nginx.org/en/docs/http/ngx_http_core_module.html).</summary>
internal static class SiteServer
{
    /// <summary>Where a site keeps the page that says that there is none, by the custom of hosts of static sites.</summary>
    private const string MissingPage = "404.html";

    /// <summary>
    /// Addresses that name no file are the app's own, which routes them in the browser; files that the SDK has compressed are served so; names with a
    /// hash in them never change their content.
    /// </summary>
    /// <param name="root">Absolute path of the site in the image.</param>
    public static string ConfigureForBlazor(string root) => $$"""
            server {
                listen 8080;
                root "{{root}}";
                gzip_static on;

                # Every file in the image has the same time, so a time would tell browsers nothing.
                etag off;
                if_modified_since off;

                location / {
                    try_files $uri $uri/ /index.html;
                    add_header Last-Modified "";
                    add_header Cache-Control no-cache;
                }

                location /_framework/ {
                    try_files $uri =404;
                    add_header Last-Modified "";
                    add_header Cache-Control no-cache;
                }

                # With a hash of its content in its name.
                location ~ "^/_framework/.+\.[a-z0-9]{10}\.[a-z]+$" {
                    try_files $uri =404;
                    add_header Last-Modified "";
                    add_header Cache-Control "public, max-age=31536000, immutable";
                }
            }

            """.ReplaceLineEndings("\n");

    /// <summary>
    /// A browser asks again for each file, and gets it only if it is another one: files have the time of their content. What never changes under its name
    /// the project says.
    /// </summary>
    /// <param name="root">Absolute path of the site in the image.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidOption"/>: the site has no such file.</exception>
    public static string Configure(string root, SiteSettings settings, IReadOnlyList<PublishedFile> files)
    {
        var paths = files.Select(file => file.RelativePath).ToHashSet(StringComparer.Ordinal);
        if (settings.Fallback is { } page && !paths.Contains(page))
        {
            throw new ContainerizeException(
                ErrorCodes.InvalidOption,
                $"Reading ContainerSiteFallback: the site has no '{Excerpt.Of(page)}', which is to answer for addresses without a file. "
                    + "Name a file of the site, such as index.html.");
        }

        var text = new StringBuilder($$"""
            server {
                listen 8080;
                root "{{root}}";
                charset utf-8;
                charset_types application/javascript application/json image/svg+xml text/css text/javascript text/plain text/xml;
                server_tokens off;

                # The port that the world sees may be another one.
                absolute_redirect off;

                gzip on;
                gzip_static on;
                gzip_vary on;
                gzip_min_length 1024;
                gzip_types application/javascript application/json application/manifest+json application/wasm application/xml
                    image/svg+xml text/css text/javascript text/plain text/xml;

                location / {
                    try_files $uri $uri/ {{(settings.Fallback is null ? "=404" : $"/{settings.Fallback}")}};
                    add_header Cache-Control no-cache;
                }

            """);
        if (paths.Contains(MissingPage))
        {
            text.Append($$"""

                    error_page 404 /{{MissingPage}};
                    location = /{{MissingPage}} {
                        internal;
                    }

                """);
        }

        foreach (var folder in settings.Immutable)
        {
            text.Append($$"""

                    location "/{{folder}}/" {
                        try_files $uri =404;
                        add_header Cache-Control "public, max-age=31536000, immutable";
                    }

                """);
        }

        return text.Append("}\n").ToString().ReplaceLineEndings("\n");
    }
}
