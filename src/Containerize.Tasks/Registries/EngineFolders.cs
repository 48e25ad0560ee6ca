using Containerize.Host;

namespace Containerize.Registries;

/// <summary>Where docker and podman look for what concerns registries on this machine: the user's own before the machine's. None of it has to exist.</summary>
internal static class EngineFolders
{
    /// <summary>Folders with a folder for each registry that has certificates of its own.</summary>
    public static IEnumerable<string> Certificates(HostEnvironment host)
    {
        string?[] folders =
        [
            Below(Configuration(host), "containers"), .. Docker(host),
            OperatingSystem.IsWindows() ? Below(host["ProgramData"], "docker") : Path.Join(host.RootDirectory, "etc", "docker"),
            OperatingSystem.IsWindows() ? null : Path.Join(host.RootDirectory, "etc", "containers"),
        ];
        return folders.OfType<string>().Select(folder => Path.Join(folder, "certs.d"));
    }

    /// <summary>The settings of Docker's daemon: rootless, Docker Desktop's, the machine's.</summary>
    public static IEnumerable<string> DaemonFiles(HostEnvironment host)
    {
        string?[] folders =
        [
            .. Docker(host),
            OperatingSystem.IsWindows() ? Below(host["ProgramData"], "docker", "config") : Path.Join(host.RootDirectory, "etc", "docker"),
        ];
        return folders.OfType<string>().Select(folder => Path.Join(folder, "daemon.json"));
    }

    /// <summary>Where logins are kept: podman's files, then docker's. DOCKER_CONFIG stands in for all of docker's own places.</summary>
    public static IEnumerable<string> CredentialFiles(HostEnvironment host)
    {
        var docker = host["DOCKER_CONFIG"];
        string?[] files =
        [
            Below(host["XDG_RUNTIME_DIR"], "containers", "auth.json"),
            Below(host["XDG_CONFIG_HOME"], "containers", "auth.json"),
            Below(host.HomeDirectory, ".config", "containers", "auth.json"),
            Below(docker ?? Below(host.HomeDirectory, ".docker"), "config.json"),
            docker is null ? Below(host.HomeDirectory, ".dockercfg") : null,
        ];
        return files.OfType<string>();
    }

    private static string?[] Docker(HostEnvironment host) => [Below(Configuration(host), "docker"), Below(host.HomeDirectory, ".docker")];

    /// <summary>XDG base directory specification: relative paths are invalid and to be ignored.</summary>
    private static string? Configuration(HostEnvironment host)
        => host["XDG_CONFIG_HOME"] is { } xdg && Path.IsPathFullyQualified(xdg) ? xdg : Below(host.HomeDirectory, ".config");

    private static string? Below(string? folder, params ReadOnlySpan<string?> parts)
        => string.IsNullOrEmpty(folder) ? null : Path.Join([folder, .. parts]);
}
