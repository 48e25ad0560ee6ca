using System.Text;
using Containerize.Diagnostics;
using Containerize.Images;
using Containerize.Layering;
using Containerize.Oci;

namespace Containerize.Describing;

/// <summary>
/// A site that is nothing but files (standalone Blazor WebAssembly, or a container project's): there is no program of ours to start, so the image is a
/// web server that runs without root, with the site where it looks for one.
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

    /// <summary>The server's configuration, as a file to publish.</summary>
    /// <param name="files">The site's.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidOption"/>: the site has no such file.</exception>
    public static PublishedFile CreateConfiguration(ImageDefinition definition, IReadOnlyList<PublishedFile> files)
    {
        var text = definition.Site is { } settings
            ? SiteServer.Configure(definition.WorkingDirectory, settings, files)
            : SiteServer.ConfigureForBlazor(definition.WorkingDirectory);
        var file = IntermediateFile.Write(Path.Join(definition.IntermediateDirectory, "nginx.conf"), Encoding.UTF8.GetBytes(text));
        return new PublishedFile(ConfigurationPath, file.FullName, file.Length, Executable: false, new FileOrigin.Content());
    }
}
