using System.Text;
using Containerize.Images;
using Containerize.Layering;
using Containerize.Oci;

namespace Containerize.Describing;

/// <summary>
/// A site that is nothing but files (standalone Blazor WebAssembly): there is no program of ours to start, so the image is a web server that
/// runs without root, with the site where it looks for one.
/// </summary>
internal static class StaticSite
{
    /// <summary>The folder below the publish directory that is the site.</summary>
    public const string Folder = "wwwroot";

    /// <summary>Where nginx's images look for it.</summary>
    public const string WorkingDirectory = "/usr/share/nginx/html";

    public const string Repository = "nginxinc/nginx-unprivileged";

    public const string Tag = "stable-alpine";

    private const string ConfigurationPath = "/etc/nginx/conf.d/default.conf";

    /// <summary>What that image sets (github.com/nginx/docker-nginx-unprivileged).</summary>
    public static Image AssumeServer(ImageReference reference, Platform platform)
    {
        var config = ImageConfig.Empty(platform).ToBuilder();
        config.SetText("User", "101");
        config.SetEntrypoint(["/docker-entrypoint.sh"]);
        config.SetCommand(["nginx", "-g", "daemon off;"]);
        config.AddPort("8080/tcp");
        config.SetText("StopSignal", "SIGQUIT");
        return new Image { Reference = reference, Config = config.Build() };
    }

    /// <summary>
    /// The server's configuration, as a file to publish: addresses that name no file are the app's own, which routes them in the browser;
    /// files that the SDK has compressed are served so; names with a hash in them never change their content.
    /// </summary>
    public static PublishedFile CreateConfiguration(ImageDefinition definition)
    {
        var root = definition.WorkingDirectory;
        var text = $$"""
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
        var file = IntermediateFile.Write(Path.Join(definition.IntermediateDirectory, "nginx.conf"), Encoding.UTF8.GetBytes(text));
        return new PublishedFile(ConfigurationPath, file.FullName, file.Length, Executable: false, new FileOrigin.Content());
    }
}
